package org.equimodal.trainer;

import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.experiment.Training;
import org.equimodal.trainer.run.RunFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run that is trained by this program started once more ({@link TrainCommand}). */
final class TrainingProcess implements Training {

  private static final Logger logger = LoggerFactory.getLogger(TrainingProcess.class);

  private final RunFolder run;
  private final ChildProcess process;

  private TrainingProcess(RunFolder run, ChildProcess process) {
    this.run = run;
    this.process = process;
  }

  /** Starts a training; what it prints is in the run's own log. */
  static Training start(RunFolder run, Settings settings, int threads) {
    String name = run.path().getFileName().toString();
    return new TrainingProcess(
        run,
        new ChildProcess(
            name,
            ThisProgram.command(TrainCommand.arguments(run, settings)),
            threads,
            line -> logger.trace("{}: {}", name, line)));
  }

  @Override
  public boolean hasEnded() {
    return process.hasEnded();
  }

  @Override
  public void stop() {
    process.stop();
  }

  @Override
  public End await() {
    int exitCode = process.await();
    if (exitCode == Main.OK) {
      return End.FINISHED;
    }
    if (ChildProcess.wasStopped(exitCode)) {
      return End.STOPPED;
    }
    logger.warn("{}", process.reason(exitCode, run.log()));
    return exitCode == Main.DIVERGED ? End.DIVERGED : End.FAILED;
  }
}
