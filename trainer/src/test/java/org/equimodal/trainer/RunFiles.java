package org.equimodal.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks into the folder of a run. */
public final class RunFiles {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RunFiles() {}

  /** The regular files below a folder, relative to it; event files without time and host. */
  public static Set<String> in(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .map(file -> file.replaceFirst("(events\\.out\\.tfevents)\\..*", "$1"))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JSON file of a run. */
  public static JsonNode json(Path run, String file) {
    try {
      return MAPPER.readTree(run.resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code metrics.jsonl}, a tree per epoch. */
  public static List<JsonNode> metrics(Path run) {
    return lines(run.resolve("metrics.jsonl")).stream().map(RunFiles::tree).toList();
  }

  /** {@code metrics.jsonl} as text but for the time that epochs took. */
  public static List<String> metricsWithoutTimes(Path run) {
    return lines(run.resolve("metrics.jsonl")).stream()
        .map(line -> line.replaceFirst(",\"seconds\":[^,}]*", ""))
        .toList();
  }

  /** {@code result.json} but for time and memory. */
  public static JsonNode resultWithoutMeasurements(Path run) {
    return ((ObjectNode) json(run, "result.json")).without(List.of("timing", "memory"));
  }

  /** The lines of a file. */
  public static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode tree(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
