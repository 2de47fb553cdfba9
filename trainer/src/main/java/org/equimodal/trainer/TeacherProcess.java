package org.equimodal.trainer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Set;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.DivergedException;
import org.equimodal.trainer.training.Interruption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that trains one teacher. What it prints is logged here line by line; when its standard
 * input ends, it saves and ends ({@link TeacherCommand}).
 */
final class TeacherProcess {

  private static final Logger logger = LoggerFactory.getLogger(TeacherProcess.class);

  /** Exit codes of a JVM that SIGHUP, SIGINT, the end of its input, or SIGTERM has ended. */
  private static final Set<Integer> STOPPED = Set.of(129, Main.INTERRUPTED, 143);

  private final Job job;
  private final Process process;
  private final Thread relay;
  private final long start = System.nanoTime();
  private volatile String fault;

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
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putIfAbsent("OMP_NUM_THREADS", Integer.toString(threads));
    logger.info("teacher {}: training on {}", job.modality(), job.device());
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    relay = new Thread(this::relay, "teacher " + job.modality());
    relay.setDaemon(true);
    relay.start();
  }

  private void relay() {
    try (BufferedReader lines = process.inputReader(Charset.defaultCharset())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(Main.ERROR)) {
          fault = line.substring(Main.ERROR.length());
        } else {
          logger.info("{}", line);
        }
      }
    } catch (IOException e) {
      logger.debug("teacher {}: its output is lost", job.modality(), e);
    }
  }

  /** Where it trains. */
  String device() {
    return job.device();
  }

  /** Whether it runs no longer. */
  boolean hasEnded() {
    return !process.isAlive();
  }

  /** Tells it to save and end; no harm if it has ended. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      logger.debug("teacher {}: its input cannot be closed", job.modality(), e);
    }
  }

  /**
   * Waits until it has ended and all that it printed is logged.
   *
   * @return its exit code
   */
  int await() {
    try {
      int exitCode = process.waitFor();
      relay.join();
      return exitCode;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
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
    int exitCode = await();
    if (exitCode == Main.OK) {
      long seconds = (System.nanoTime() - start) / 1_000_000_000;
      logger.info("teacher {}: trained on {} in {} s", job.modality(), job.device(), seconds);
      return;
    }
    String name = "teacher " + job.modality() + " on " + job.device();
    if (STOPPED.contains(exitCode)) {
      throw new Interruption.StoppedException(name + " was interrupted, everything is saved");
    }
    String reason = fault == null ? "the process ended with exit code " + exitCode : fault;
    String message =
        name + ": " + reason + " (log: " + job.run().teacher(job.modality()).log() + ")";
    throw switch (exitCode) {
      case Main.BAD_INPUT -> new InputException(message);
      case Main.DIVERGED -> new DivergedException(message);
      default -> new FailedException(message);
    };
  }
}
