package org.equimodal.trainer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This program started once more. When its standard input ends, because this process closed it or
 * is no more, the child saves and ends ({@link StandardInput}).
 */
final class ChildProcess {

  private static final Logger logger = LoggerFactory.getLogger(ChildProcess.class);

  /** Exit codes of a JVM that SIGHUP, SIGINT, the end of its input, or SIGTERM has ended. */
  private static final Set<Integer> STOPPED = Set.of(129, Main.INTERRUPTED, 143);

  private final String name;
  private final Process process;
  private final Consumer<String> output;
  private final Thread relay;
  private final long start = System.nanoTime();
  private final LastWords lastWords = new LastWords();
  private volatile String fault;

  /**
   * Starts it.
   *
   * @param name what it is called in the log
   * @param command of the operating system
   * @param threads that libtorch shall use in it, unless the user has set OMP_NUM_THREADS
   * @param output takes every line that it prints but the one that says why it failed
   */
  ChildProcess(String name, List<String> command, int threads, Consumer<String> output) {
    this.name = name;
    this.output = output;
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putIfAbsent("OMP_NUM_THREADS", Integer.toString(threads));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    relay = new Thread(this::relay, name);
    relay.setDaemon(true);
    relay.start();
  }

  private void relay() {
    try (BufferedReader lines = process.inputReader(Charset.defaultCharset())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(Main.ERROR)) {
          fault = line.substring(Main.ERROR.length());
        } else {
          lastWords.accept(line);
          output.accept(line);
        }
      }
    } catch (IOException e) {
      logger.debug("{}: its output is lost", name, e);
    }
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
      logger.debug("{}: its input cannot be closed", name, e);
    }
  }

  /**
   * Waits until it has ended and all that it printed has been taken.
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
   * Waits as {@link #await()} does, but no longer than allowed; then it is ended without saving.
   *
   * @return its exit code; empty if it had to be ended
   */
  OptionalInt await(Duration limit) {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return OptionalInt.of(await());
      }
      process.destroyForcibly();
      return OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether an exit code is that of a child that was asked to save and end. */
  static boolean wasStopped(int exitCode) {
    return STOPPED.contains(exitCode);
  }

  /** Why it failed, in its own words if it had any. */
  String reason(int exitCode) {
    return Optional.ofNullable(fault)
        .orElseGet(
            () -> {
              String said = lastWords.text();
              return "the process ended with exit code "
                  + exitCode
                  + (said.isEmpty() ? "" : ", after saying: " + said);
            });
  }

  /** The same, and where there is more if it got as far as writing its log. */
  String reason(int exitCode, Path log) {
    return reason(exitCode) + (Files.exists(log) ? " (log: " + log + ")" : "");
  }

  /** Whole seconds since it was started. */
  long seconds() {
    return (System.nanoTime() - start) / 1_000_000_000;
  }
}
