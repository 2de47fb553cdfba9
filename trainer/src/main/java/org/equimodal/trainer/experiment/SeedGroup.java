package org.equimodal.trainer.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.equimodal.trainer.report.Figures;

/**
 * Runs that differ in nothing but the seed.
 *
 * @param finished by seed
 * @param missing by seed, why there is no result
 */
public record SeedGroup(Map<Long, FinishedRun> finished, Map<Long, String> missing) {

  /** Whether no run has a result. */
  public boolean isEmpty() {
    return finished.isEmpty();
  }

  /** A figure's values, in the order of the seeds; none if the runs did not measure it. */
  public List<Double> values(ToDoubleFunction<FinishedRun> figure) {
    return finished.values().stream()
        .map(figure::applyAsDouble)
        .filter(value -> !value.isNaN())
        .toList();
  }

  /** A figure's mean; NaN if there is none. */
  public double mean(ToDoubleFunction<FinishedRun> figure) {
    return values(figure).stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /**
   * A figure as a cell of a table: its mean, with the sample standard deviation if there are
   * several runs; why there is none if there is none.
   */
  public String text(ToDoubleFunction<FinishedRun> figure) {
    List<Double> values = values(figure);
    if (values.isEmpty()) {
      return isEmpty()
          ? missing.values().stream().distinct().collect(Collectors.joining(", "))
          : "";
    }
    double mean = mean(figure);
    if (values.size() == 1) {
      return Figures.metric(mean);
    }
    double squares = values.stream().mapToDouble(value -> Math.pow(value - mean, 2)).sum();
    return Figures.metric(mean) + " ± " + Figures.metric(Math.sqrt(squares / (values.size() - 1)));
  }

  /** How many seeds there are: {@code 5}, or {@code 3 of 5 (1 diverged, 1 not run)}. */
  public String coverage() {
    if (missing.isEmpty()) {
      return Integer.toString(finished.size());
    }
    Map<String, Long> reasons =
        missing.values().stream()
            .collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting()));
    List<String> parts = new ArrayList<>();
    reasons.forEach((reason, count) -> parts.add(count + " " + reason));
    return "%d of %d (%s)"
        .formatted(finished.size(), finished.size() + missing.size(), String.join(", ", parts));
  }
}
