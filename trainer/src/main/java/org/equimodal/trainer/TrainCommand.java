package org.equimodal.trainer;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.Experiment;
import org.equimodal.trainer.training.Interruption;
import org.equimodal.trainer.training.ViewEvaluation.HeldOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}: teachers, student, test report. */
@Command(
    name = "train",
    description = "Trains one teacher per modality, then the student, and tests them (default).",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {

  private static final Logger logger = LoggerFactory.getLogger(TrainCommand.class);

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

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings = configuration.resolve(resumed());
    Dataset dataset = Datasets.open(settings);
    RunFolder folder =
        resume == null
            ? RunFolder.create(Path.of(settings.runDir()), name(settings, dataset))
            : RunFolder.open(resume);
    boolean terminal = System.console() != null;
    if (terminal) {
      LogFile.silenceEpochsOnConsole();
    }
    Interruption interruption = Interruption.bySignals();
    try (LogFile log = new LogFile(folder.log())) {
      logger.info("run {}", folder.path());
      Experiment experiment =
          new Experiment(settings, dataset, Optional.ofNullable(teachers), terminal, interruption);
      Result result = experiment.run(folder);
      spec.commandLine().getOut().print(new ResultTable(result, HeldOut.TEST).text());
      spec.commandLine().getOut().println("run: " + folder.path());
      spec.commandLine().getOut().flush();
      return Main.OK;
    } catch (Interruption.StoppedException e) {
      throw new Interruption.StoppedException(
          e.getMessage() + "; go on with --resume " + folder.path());
    } finally {
      interruption.done();
    }
  }

  private List<Path> resumed() {
    if (resume == null) {
      return List.of();
    }
    RunFolder folder = RunFolder.open(resume);
    if (folder.isFinished()) {
      throw new InputException(
          "--resume " + resume + ": this run has finished, its results are in result.json");
    }
    return List.of(folder.config());
  }

  private static String name(Settings settings, Dataset dataset) {
    return String.join(
        "-",
        dataset.name(),
        settings.backbone(),
        settings.method().name().toLowerCase(Locale.ROOT),
        "s" + settings.seed());
  }
}
