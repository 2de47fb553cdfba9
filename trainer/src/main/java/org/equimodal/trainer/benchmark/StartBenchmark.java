package org.equimodal.trainer.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

  private final Path program;
  private final List<String> arguments;

  /**
   * Prepares.
   *
   * @param program where this program's classes are
   * @param arguments of a training, but for the folder of its runs
   */
  public StartBenchmark(Path program, List<String> arguments) {
    this.program = program;
    this.arguments = List.copyOf(arguments);
  }

  /** Why there is nothing to measure, if there is not. */
  Optional<String> skipped() {
    return Files.isRegularFile(program) ? Optional.empty() : Optional.of("not run from a jar");
  }

  /** Starts the program time after time; nothing if it is skipped. */
  Measurements measure(int rounds) {
    Measurements measurements = new Measurements();
    if (skipped().isPresent()) {
      return measurements;
    }
    try {
      Path runs = Files.createTempDirectory("equimodal-start");
      try {
        secondsToFirstStep(runs); // may unpack libtorch
        List<Double> milliseconds = new ArrayList<>();
        for (int round = 0; round < Math.min(ROUNDS, rounds); round++) {
          milliseconds.add(1e3 * secondsToFirstStep(runs));
        }
        measurements.add(new Series(LABEL, null, Part.FIRST_STEP, milliseconds), null);
        return measurements;
      } finally {
        delete(runs);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double secondsToFirstStep(Path runs) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                program.toString()));
    command.addAll(arguments);
    command.addAll(List.of("--run-dir", runs.toString()));
    try {
      Process process =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      try (BufferedReader log = process.errorReader(StandardCharsets.UTF_8)) {
        return seconds(log);
      } finally {
        process.destroyForcibly().onExit().join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    throw new IllegalStateException(
        "the training that was started ended before its first step, its last word was: " + last);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
