package org.equimodal.trainer.reproduction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.equimodal.evaluation.PairedComparison;
import org.equimodal.trainer.experiment.FinishedRun;
import org.equimodal.trainer.experiment.SeedGroup;

/**
 * Runs of a method beside runs of another that share backbone and seed with them one by one.
 *
 * @param baseline what they are compared with
 * @param others as many, in the same order
 */
record Comparison(List<FinishedRun> baseline, List<FinishedRun> others) {

  private static final String METRIC = "recall@20";

  /** Seed of the comparison's own draws, so that tables are the same each time. */
  private static final long SEED = 1;

  /** Over the seeds that both have. */
  static Comparison of(SeedGroup baseline, SeedGroup other) {
    List<FinishedRun> before = new ArrayList<>();
    List<FinishedRun> after = new ArrayList<>();
    other
        .finished()
        .forEach(
            (seed, run) -> {
              if (baseline.finished().containsKey(seed)) {
                before.add(baseline.finished().get(seed));
                after.add(run);
              }
            });
    return new Comparison(before, after);
  }

  /** All of them as one. */
  static Comparison pooled(List<Comparison> comparisons) {
    return new Comparison(
        comparisons.stream().flatMap(c -> c.baseline().stream()).toList(),
        comparisons.stream().flatMap(c -> c.others().stream()).toList());
  }

  boolean isEmpty() {
    return baseline.isEmpty();
  }

  /** Relative gain of the mean Recall@20; NaN if there is nothing to compare. */
  double gain() {
    return isEmpty() ? Double.NaN : mean(others) / mean(baseline) - 1;
  }

  private static double mean(List<FinishedRun> runs) {
    OptionalDouble mean = runs.stream().mapToDouble(run -> run.test(METRIC)).average();
    return mean.orElse(Double.NaN);
  }

  /**
   * p of the paired t-test over users, whose Recall@20 is averaged over the runs; NaN if there is
   * nothing to compare, or no user that differs.
   */
  double pValue() {
    if (isEmpty()) {
      return Double.NaN;
    }
    Map<Integer, Double> before = perUser(baseline);
    Map<Integer, Double> after = perUser(others);
    before.keySet().retainAll(after.keySet());
    double[] x = before.values().stream().mapToDouble(Double::doubleValue).toArray();
    double[] y = before.keySet().stream().mapToDouble(after::get).toArray();
    return PairedComparison.between(x, y, SEED).tTestP();
  }

  private static Map<Integer, Double> perUser(List<FinishedRun> runs) {
    Map<Integer, Double> sums = new LinkedHashMap<>();
    for (FinishedRun run : runs) {
      run.perUser(METRIC).forEach((user, value) -> sums.merge(user, value, Double::sum));
    }
    sums.replaceAll((user, sum) -> sum / runs.size());
    return sums;
  }
}
