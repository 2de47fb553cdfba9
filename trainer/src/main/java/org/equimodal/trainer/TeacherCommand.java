package org.equimodal.trainer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.Experiment;
import org.equimodal.trainer.training.Interruption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code teacher}: what {@code train --devices} starts for every teacher. It lives no longer than
 * its standard input.
 */
@Command(
    name = "teacher",
    description = "Trains one teacher of a run; started by train --devices.",
    hidden = true)
final class TeacherCommand implements Callable<Integer> {

  private static final Logger logger = LoggerFactory.getLogger(TeacherCommand.class);

  @Parameters(index = "0", paramLabel = "RUN")
  private Path run;

  @Parameters(index = "1", paramLabel = "MODALITY")
  private String modality;

  @Option(names = "--device", required = true)
  private String device;

  /** The arguments by which this command does a job. */
  static List<String> arguments(TeacherProcess.Job job) {
    return List.of(
        "teacher", job.run().path().toString(), job.modality().name(), "--device", job.device());
  }

  @Override
  public Integer call() {
    RunFolder folder = RunFolder.open(run);
    Settings stored = ConfigurationOptions.stored(folder.config());
    Settings settings = stored.at(stored.dataDir(), stored.runDir(), device);
    StandardInput.endsThisProcess();
    NativeEnvironment.prepareEngine(settings);
    Dataset dataset = Datasets.open(settings);
    Interruption interruption = Interruption.bySignals();
    try {
      return train(folder, settings, dataset, interruption);
    } finally {
      interruption.done();
    }
  }

  private int train(
      RunFolder folder, Settings settings, Dataset dataset, Interruption interruption) {
    Modality trained = find(dataset);
    try (LogFile log = new LogFile(folder.teacher(trained).prepare().log())) {
      try {
        new Experiment(settings, dataset, Optional.empty(), false, interruption)
            .trainTeachers(folder, List.of(trained));
        return Main.OK;
      } catch (Interruption.StoppedException e) {
        logger.info("teacher {}: {}", modality, e.getMessage());
        return Main.INTERRUPTED;
      } catch (RuntimeException e) {
        logger.debug("failed", e); // the stack trace is for the log file
        throw e;
      }
    }
  }

  private Modality find(Dataset dataset) {
    return dataset.modalities().stream()
        .filter(one -> one.name().equals(modality))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "teacher: dataset " + dataset.name() + " has no modality " + modality));
  }
}
