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
 * Runs of a method with one backbone beside runs of another that share its seeds one by one.
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
   * p of the paired t-test over users, whose Recall@20 is averaged over the runs of each backbone,
   * then over the backbones, so that these count alike, whatever the number of their seeds. NaN if
   * there is nothing to compare or no user has test items, 1 if no user differs.
   *
   * @param backbones one or more on one dataset
   * @throws InputException if the runs' users are not the same
   */
  static double pValue(List<MatchedRuns> backbones) {
    if (backbones.stream().anyMatch(MatchedRuns::isEmpty)) {
      return Double.NaN;
    }
    FinishedRun first = backbones.get(0).baseline().get(0);
    double[] before = perUser(backbones.stream().map(MatchedRuns::baseline).toList(), first);
    double[] after = perUser(backbones.stream().map(MatchedRuns::others).toList(), first);
    return before.length == 0 ? Double.NaN : PairedComparison.tTest(before, after);
  }

  /** In the mean over backbones, of the mean over their runs, which have the users of the first. */
  private static double[] perUser(List<List<FinishedRun>> backbones, FinishedRun first) {
    int[] users = first.perUser(METRIC).users();
    double[] means = new double[users.length];
    for (List<FinishedRun> runs : backbones) {
      for (FinishedRun run : runs) {
        PerUserMetrics metrics = run.perUser(METRIC);
        if (!Arrays.equals(metrics.users(), users)) {
          throw new InputException(
              "%s and %s have different users in per-user.tsv, though they learnt from the same data; restore the file that was changed"
                  .formatted(first.path(), run.path()));
        }
        double[] values = metrics.of(METRIC);
        for (int user = 0; user < means.length; user++) {
          means[user] += values[user] / runs.size() / backbones.size();
        }
      }
    }
    return means;
  }
}
