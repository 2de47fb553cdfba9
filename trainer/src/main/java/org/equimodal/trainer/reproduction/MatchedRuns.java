package org.equimodal.trainer.reproduction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.equimodal.datasets.InputException;
import org.equimodal.evaluation.PairedComparison;
import org.equimodal.trainer.experiment.FinishedRun;
import org.equimodal.trainer.experiment.SeedGroup;
import org.equimodal.trainer.run.PerUserMetrics;

/**
 * Runs of a method beside runs of another that share backbone and seed with them one by one.
 *
 * @param baseline what they are compared with
 * @param others as many, in the same order
 */
record MatchedRuns(List<FinishedRun> baseline, List<FinishedRun> others) {

  /** What tables say of their p-values. */
  static final String UNADJUSTED =
      "The p-values are not adjusted for the number of comparisons; the command compare adjusts them (Holm).";

  private static final String METRIC = "recall@20";

  /** Over the seeds that both have. */
  static MatchedRuns of(SeedGroup baseline, SeedGroup other) {
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
    return new MatchedRuns(before, after);
  }

  /** All of them as one. */
  static MatchedRuns pooled(List<MatchedRuns> comparisons) {
    return new MatchedRuns(
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
   * nothing to compare, 1 if no user differs.
   *
   * @throws InputException if the runs' users are not the same
   */
  double pValue() {
    return isEmpty()
        ? Double.NaN
        : PairedComparison.tTest(
            perUser(baseline, baseline.get(0)), perUser(others, baseline.get(0)));
  }

  /** In the mean over runs, each of which has the users of the first. */
  private static double[] perUser(List<FinishedRun> runs, FinishedRun first) {
    int[] users = first.perUser(METRIC).users();
    double[] means = new double[users.length];
    for (FinishedRun run : runs) {
      PerUserMetrics metrics = run.perUser(METRIC);
      if (!Arrays.equals(metrics.users(), users)) {
        throw new InputException(
            "%s and %s have different users in per-user.tsv, though they learnt from the same data; restore the file that was changed"
                .formatted(first.path(), run.path()));
      }
      double[] values = metrics.of(METRIC);
      for (int user = 0; user < means.length; user++) {
        means[user] += values[user] / runs.size();
      }
    }
    return means;
  }
}
