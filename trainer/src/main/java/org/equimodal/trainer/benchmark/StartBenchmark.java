package org.equimodal.trainer.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.equimodal.datasets.TemporaryFolder;

/**
 * How long a training takes from the start of the Java machine to the end of its first step, as it
 * says itself: the program is started in a process of its own and stopped after that step. The
 * first start does not count, for it may unpack libtorch.
 */
public final class StartBenchmark {

  static final String LABEL = "start";

  /** At most, for one takes seconds. */
  static final int ROUNDS = 5;

  private static final Pattern LINE = Pattern.compile(".*first step after ([0-9.]+) s.*");

  private final Path dataset;
  private final List<String> command;

  /**
   * What came of it.
   *
   * @param measurements empty if it was skipped
   * @param skipped why, if it was
   */
  record Outcome(Measurements measurements, Optional<String> skipped) {

    private static Outcome skipped(String why) {
      return new Outcome(new Measurements(), Optional.of(why));
    }
  }

  /** A training that did not get to its first step. */
  static final class FailedException extends IOException {

    private static final long serialVersionUID = 1;

    FailedException(String message) {
      super(message);
    }
  }

  /**
   * Prepares.
   *
   * @param dataset the folder of the data that it trains on, which may be missing
   * @param command of the operating system that trains, but for the folder of its runs
   */
  public StartBenchmark(Path dataset, List<String> command) {
    this.dataset = dataset;
    this.command = List.copyOf(command);
  }

  /** Starts the program time after time; it is skipped without its data or if a start fails. */
  Outcome measure(int rounds) {
    if (!Files.isDirectory(dataset)) {
      return Outcome.skipped("no " + dataset.getFileName() + " in " + dataset.getParent());
    }
    try (TemporaryFolder runs = TemporaryFolder.make("start")) {
      return new Outcome(measure(rounds, runs.path()), Optional.empty());
    } catch (IOException | UncheckedIOException e) { // all else is measured and must not be lost
      return Outcome.skipped(e.getMessage());
    }
  }

  private Measurements measure(int rounds, Path runs) throws IOException {
    secondsToFirstStep(runs); // may unpack libtorch
    List<Double> milliseconds = new ArrayList<>();
    for (int round = 0; round < Math.min(ROUNDS, rounds); round++) {
      milliseconds.add(1e3 * secondsToFirstStep(runs));
    }
    Measurements measurements = new Measurements();
    measurements.add(new Series(LABEL, null, Part.FIRST_STEP, milliseconds), null);
    return measurements;
  }

  private double secondsToFirstStep(Path runs) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("--run-dir", runs.toString()));
    Process process =
        new ProcessBuilder(all).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader log = process.errorReader(StandardCharsets.UTF_8)) {
      return seconds(log);
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  /** What a training says of its first step; it must come to that. */
  static double seconds(BufferedReader log) throws IOException {
    String last = "nothing";
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        return Double.parseDouble(matcher.group(1));
      }
      last = line;
    }
    throw new FailedException(
        "the training ended before its first step, its last word was: " + last);
  }
}
