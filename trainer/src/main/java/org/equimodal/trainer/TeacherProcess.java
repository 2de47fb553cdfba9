package org.equimodal.trainer;

import java.util.List;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.DivergedException;
import org.equimodal.trainer.training.Interruption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that trains one teacher ({@link TeacherCommand}). What it prints is logged here line by
 * line.
 */
final class TeacherProcess {

  private static final Logger logger = LoggerFactory.getLogger(TeacherProcess.class);

  private final Job job;
  private final ChildProcess process;

  /**
   * What it is to do.
   *
   * @param run that lacks a teacher
   * @param modality whose teacher it is
   * @param device where to train it
   */
  record Job(RunFolder run, Modality modality, String device) {}

  /** The process came to a bad end that has no exit code of its own. */
  static final class FailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Says which process, and why. */
    FailedException(String message) {
      super(message);
    }
  }

  /**
   * Starts a process.
   *
   * @param job what it will do
   * @param command of the operating system
   * @param threads that libtorch shall use in it, unless the user has set OMP_NUM_THREADS
   */
  TeacherProcess(Job job, List<String> command, int threads) {
    this.job = job;
    logger.info("teacher {}: training on {}", job.modality(), job.device());
    process =
        new ChildProcess(
            "teacher " + job.modality(), command, threads, line -> logger.info("{}", line));
  }

  /** Where it trains. */
  String device() {
    return job.device();
  }

  /** Whether it runs no longer. */
  boolean hasEnded() {
    return process.hasEnded();
  }

  /** Tells it to save and end; no harm if it has ended. */
  void stop() {
    process.stop();
  }

  /** Waits until it has ended and all that it printed is logged. */
  void await() {
    process.await();
  }

  /**
   * Waits for its success.
   *
   * @throws Interruption.StoppedException if it was stopped, after saving
   * @throws InputException if the input was bad
   * @throws DivergedException if its loss is no longer finite
   * @throws FailedException if it failed for another reason
   */
  void complete() {
    int exitCode = process.await();
    if (exitCode == Main.OK) {
      logger.info(
          "teacher {}: trained on {} in {} s", job.modality(), job.device(), process.seconds());
      return;
    }
    String name = "teacher " + job.modality() + " on " + job.device();
    if (ChildProcess.wasStopped(exitCode)) {
      throw new Interruption.StoppedException(name + " was interrupted, everything is saved");
    }
    String message =
        name + ": " + process.reason(exitCode, job.run().teacher(job.modality()).log());
    throw switch (exitCode) {
      case Main.BAD_INPUT -> new InputException(message);
      case Main.DIVERGED -> new DivergedException(message);
      default -> new FailedException(message);
    };
  }
}
