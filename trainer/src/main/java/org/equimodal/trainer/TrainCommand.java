package org.equimodal.trainer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.equimodal.backbones.tensor.Devices;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.config.EvaluationSettings;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.report.PlainText;
import org.equimodal.trainer.report.ResultTable;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.run.RunLock;
import org.equimodal.trainer.training.Experiment;
import org.equimodal.trainer.training.Interruption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code train}: teachers, student, test report. */
@Command(
    name = "train",
    description =
        "Trains teachers where the method needs them, then the student, and tests it (default).",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {

  private static final Logger logger = LoggerFactory.getLogger(TrainCommand.class);
  private static final String UNTIL_INPUT_ENDS = "--until-input-ends";

  @Mixin private TrainingOptions training = new TrainingOptions();

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Option(
      names = "--teachers",
      paramLabel = "RUN",
      description = "Use the teachers of this run instead of looking for or training them.")
  private Path teachers;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with an interrupted run, with its own configuration.")
  private Path resume;

  @Option(
      names = UNTIL_INPUT_ENDS,
      hidden = true,
      description = "Save and end when standard input ends, as other commands start it.")
  private boolean untilInputEnds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (untilInputEnds) {
      StandardInput.endsThisProcess();
    }
    if (!training.devices().isEmpty()
        && spec.commandLine().getParseResult().hasMatchedOption("--device")) {
      throw new ParameterException(
          spec.commandLine(), "--device and --devices exclude each other; leave one out");
    }
    Settings settings =
        resume == null ? configuration.resolve(List.of(), training.flags()) : resumed();
    NativeEnvironment.prepareEngine(settings);
    Dataset dataset = Datasets.open(settings);
    boolean terminal = NativeEnvironment.isTerminal();
    Interruption interruption = Interruption.bySignals();
    try {
      Experiment experiment =
          new Experiment(settings, dataset, Optional.ofNullable(teachers), terminal, interruption);
      checkDevices(settings);
      experiment.check();
      RunFolder folder;
      if (resume == null) {
        folder = RunFolder.create(Path.of(settings.runDir()), name(settings, dataset));
      } else {
        folder = RunFolder.open(resume);
        experiment.checkResumable(folder);
      }
      if (terminal) {
        LogFile.silenceEpochsOnConsole();
      }
      try (RunLock lock = lock(folder, interruption)) {
        return resume != null && folder.isFinished() // by the process that had the lock before
            ? Main.OK
            : run(experiment, folder, teacherTraining(experiment, interruption));
      }
    } catch (Interruption.StoppedException e) {
      logger.info("{}", e.getMessage());
      return Main.INTERRUPTED;
    } finally {
      interruption.done(); // what is printed after this may be lost
    }
  }

  /** The arguments by which this command goes on with a run until its standard input ends. */
  static List<String> arguments(RunFolder run, Settings settings) {
    return List.of(
        "train",
        UNTIL_INPUT_ENDS,
        "--resume",
        run.path().toString(),
        "--data-dir",
        settings.dataDir(),
        "--run-dir",
        settings.runDir(),
        "--device",
        settings.device());
  }

  /** Waits for the run if another command started this one, which may have been started twice. */
  private RunLock lock(RunFolder folder, Interruption interruption) {
    return untilInputEnds
        ? interruption.awaitLock(folder)
        : RunLock.take(folder)
            .orElseThrow(
                () ->
                    new InputException(
                        "--resume "
                            + resume
                            + ": another process is training this run; wait until it has ended"));
  }

  /**
   * Teachers side by side if there are devices for that, else one after another in this process.
   */
  private Experiment.TeacherTraining teacherTraining(
      Experiment experiment, Interruption interruption) {
    return training.devices().size() > 1
        ? new TeacherProcesses(training.devices(), interruption, TeacherProcesses::command)
        : experiment::trainTeachers;
  }

  private void checkDevices(Settings settings) {
    training.devices().forEach(Devices::choose);
    if (training.devices().size() > 1 && (!settings.method().hasTeachers() || teachers != null)) {
      throw new InputException(
          "--devices: "
              + (teachers == null
                  ? "method " + settings.method() + " has no teachers"
                  : "--teachers leaves no teachers")
              + " to train side by side; name one device with --device");
    }
  }

  private int run(
      Experiment experiment, RunFolder folder, Experiment.TeacherTraining teacherTraining) {
    try (LogFile log = new LogFile(folder.log())) {
      try {
        logger.info("run {}", folder.path());
        Result result = experiment.run(folder, teacherTraining);
        String table =
            PlainText.of(ResultTable.of(result, "test", EvaluationSettings.EARLY_STOPPING_CUTOFF));
        logger.debug("finished\n{}", table); // the console has it from stdout
        spec.commandLine().getOut().print(table);
        spec.commandLine().getOut().println("run: " + folder.path());
        spec.commandLine().getOut().flush();
        return Main.OK;
      } catch (Interruption.StoppedException e) {
        logger.info("{}; go on with --resume \"{}\"", e.getMessage(), folder.path());
        return Main.INTERRUPTED;
      } catch (RuntimeException e) {
        logger.debug("failed", e); // the stack trace is for the log file
        throw e;
      }
    }
  }

  /** The interrupted run's own settings; only the places of things may be given anew. */
  private Settings resumed() {
    RunFolder folder = RunFolder.open(resume);
    if (folder.isFinished()) {
      throw new InputException(
          "--resume " + resume + ": this run has finished, its results are in result.json");
    }
    if (teachers != null) {
      throw new InputException(
          "--resume " + resume + ": the run has its own teachers; leave --teachers out");
    }
    Settings settings = configuration.resolve(List.of(folder.config()), training.flags());
    Settings before = ConfigurationOptions.stored(folder.config());
    if (!before.at(settings.dataDir(), settings.runDir(), settings.device()).equals(settings)) {
      throw new InputException(
          "--resume "
              + resume
              + ": a run goes on with its own configuration, only --data-dir, --run-dir, --device and"
              + " --devices may be given; start a new run to change anything else");
    }
    return settings;
  }

  private static String name(Settings settings, Dataset dataset) {
    return String.join(
        "-",
        dataset.name(),
        settings.backbone(),
        settings.methodName().replace(':', '-'),
        "s" + settings.seed());
  }
}
