package org.equimodal.trainer.comparison;

import java.util.List;
import org.equimodal.datasets.InputException;

/**
 * One side of a comparison.
 *
 * @param label short, and no other's
 * @param runs one, or several that differ in their seeds only
 */
record Contender(String label, List<ComparedRun> runs) {

  /**
   * A metric per user, in the mean over the runs.
   *
   * @throws InputException if a run has not measured it
   */
  double[] of(String metric) {
    double[] means = new double[runs.get(0).perUser().users().length];
    for (ComparedRun run : runs) {
      if (!run.perUser().metrics().contains(metric)) {
        throw new InputException(
            "compare: --metrics "
                + metric
                + ": "
                + run.path()
                + " has not measured it, only "
                + String.join(", ", run.perUser().metrics()));
      }
      double[] values = run.perUser().of(metric);
      for (int user = 0; user < means.length; user++) {
        means[user] += values[user] / runs.size();
      }
    }
    return means;
  }
}
