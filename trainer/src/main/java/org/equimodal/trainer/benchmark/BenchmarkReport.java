package org.equimodal.trainer.benchmark;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.run.Json;
import org.equimodal.trainer.run.Manifest;

/**
 * A benchmark as it is kept ({@code --json}) and compared to ({@code --compare}).
 *
 * @param equimodal version of the program
 * @param git commit it was built from
 * @param started ISO instant
 * @param environment what it ran on
 * @param sizes of the data
 * @param rounds how many were counted
 * @param machines what the machine could do at best, by what was measured meanwhile
 * @param candidates the backbones measured
 * @param figures every duration
 * @param steps which steps, and the memory they took
 * @param targets those that could be told
 */
public record BenchmarkReport(
    String equimodal,
    String git,
    String started,
    Manifest.Environment environment,
    Sizes sizes,
    int rounds,
    Map<String, Machine> machines,
    List<Candidate.Description> candidates,
    List<Figure> figures,
    List<StepsMeasured> steps,
    List<Target> targets) {

  /**
   * How large the data are.
   *
   * @param interactions training ones
   * @param test held-out ones that an evaluation looks for
   * @param widths of the features, by modality
   */
  public record Sizes(
      String dataset,
      int users,
      int items,
      int interactions,
      int test,
      Map<String, Integer> widths) {

    static Sizes of(Dataset dataset) {
      Map<String, Integer> widths = new LinkedHashMap<>();
      dataset.features().forEach(f -> widths.put(f.modality().name(), f.columns()));
      return new Sizes(
          dataset.name(),
          dataset.users(),
          dataset.items(),
          dataset.split().train().size(),
          dataset.split().test().size(),
          widths);
    }

    @Override
    public String toString() {
      return "%s: %d users, %d items, %d training and %d test interactions, features %s wide"
          .formatted(
              dataset,
              users,
              items,
              interactions,
              test,
              widths.entrySet().stream()
                  .map(width -> width.getKey() + " " + width.getValue())
                  .collect(Collectors.joining(", ")));
    }
  }

  /**
   * Reads an earlier benchmark.
   *
   * @throws InputException if it is none
   */
  public static BenchmarkReport read(Path path) {
    BenchmarkReport report = Json.read(path, BenchmarkReport.class, "report of a benchmark");
    if (report.sizes == null || report.candidates == null || report.figures == null) {
      throw new InputException(path + ": not a report of a benchmark: it has no figures");
    }
    return report;
  }

  /** Writes it whole or not at all. */
  public void write(Path path) {
    Json.write(path, this);
  }

  /**
   * Refuses what cannot be compared.
   *
   * @param path where this one was read from
   * @param now sizes of what is to be measured
   * @param measured the backbones that are to be
   * @throws InputException if sizes or options differ
   */
  void requireComparable(Path path, Sizes now, List<Candidate.Description> measured) {
    if (!sizes.equals(now)) {
      throw new InputException(
          path + ": measured on " + sizes + ", this is " + now + "; measure the same to compare");
    }
    for (Candidate.Description own : measured) {
      for (Candidate.Description then : candidates) {
        if (then.of().equals(own.of()) && !isSame(then, own)) {
          throw new InputException(
              "%s: there %s had %s, here it has %s; give the same settings to compare"
                  .formatted(path, own.of(), options(then), options(own)));
        }
      }
    }
  }

  private static boolean isSame(Candidate.Description one, Candidate.Description other) {
    return Objects.equals(options(one), options(other));
  }

  private static String options(Candidate.Description candidate) {
    return "batches of %d+%d and model %s"
        .formatted(candidate.batch(), candidate.generic(), candidate.model());
  }
}
