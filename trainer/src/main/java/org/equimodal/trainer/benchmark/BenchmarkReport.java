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
   * Checks that all is there.
   *
   * @throws NullPointerException if something is not
   */
  public BenchmarkReport {
    Objects.requireNonNull(git, "no commit");
    Objects.requireNonNull(started, "no date");
    Objects.requireNonNull(environment, "no environment");
    Objects.requireNonNull(environment.device(), "no device");
    Objects.requireNonNull(sizes, "no sizes");
    candidates = List.copyOf(Objects.requireNonNull(candidates, "no candidates"));
    figures = List.copyOf(Objects.requireNonNull(figures, "no figures"));
    targets = List.copyOf(Objects.requireNonNull(targets, "no targets"));
  }

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

    /**
     * Checks that all is there.
     *
     * @throws NullPointerException if something is not
     */
    public Sizes {
      Objects.requireNonNull(dataset, "no dataset");
      Objects.requireNonNull(widths, "no widths");
    }

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
   * @throws InputException if it is none, or not a whole one
   */
  public static BenchmarkReport read(Path path) {
    return Json.read(path, BenchmarkReport.class, "report of a benchmark");
  }

  /** Writes it whole or not at all. */
  public void write(Path path) {
    Json.write(path, this);
  }

  /**
   * Refuses what cannot be compared.
   *
   * @param path where this one was read from
   * @param now what is to be measured
   * @throws InputException if sizes, settings or the kind of device differ
   */
  void requireComparable(Path path, BenchmarkReport now) {
    requireSame(path, sizes.toString(), now.sizes.toString());
    requireSame(path, deviceKind(), now.deviceKind());
    for (Candidate.Description own : now.candidates) {
      for (Candidate.Description then : candidates) {
        if (then.of().equals(own.of())) {
          requireSame(path, then.besides(own), own.besides(then));
        }
      }
    }
  }

  private static void requireSame(Path path, String then, String now) {
    if (!then.equals(now)) {
      throw new InputException(
          path + ": measured on " + then + ", this is " + now + "; measure the same to compare");
    }
  }

  private String deviceKind() {
    return environment.device().replaceFirst(":.*", "");
  }
}
