package org.equimodal.trainer.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.datasets.InputException;
import org.equimodal.evaluation.HolmCorrection;
import org.equimodal.evaluation.PairedComparison;

/**
 * Paired comparisons of runs, user by user, in full precision.
 *
 * @param users who have test items
 * @param contenders what was compared
 * @param comparisons by pair, then by metric
 */
public record SignificanceReport(
    int users, List<Compared> contenders, List<Comparison> comparisons) {

  /** Of every bootstrap: the same runs give the same intervals. */
  private static final long SEED = 123;

  /**
   * A side of comparisons.
   *
   * @param label it goes by
   * @param runs folders; over several, a user's values are averaged first
   */
  public record Compared(String label, List<String> runs) {}

  /**
   * One metric of two sides.
   *
   * @param baseline label of one side
   * @param other label of the other
   * @param metric for instance {@code recall@20}
   * @param figures means, tests and effect
   * @param tTestHolm the t-test's p-value, adjusted over all comparisons of the report
   * @param wilcoxonHolm the Wilcoxon test's, likewise
   */
  public record Comparison(
      String baseline,
      String other,
      String metric,
      PairedComparison figures,
      double tTestHolm,
      double wilcoxonHolm) {}

  /**
   * What is compared with what.
   *
   * @param runs folders of finished runs; the first is the baseline
   * @param allPairs whether everyone is compared with everyone instead
   * @param averageSeeds whether runs that differ in their seeds only are taken together
   * @param metrics to compare by
   */
  public record Plan(
      List<Path> runs, boolean allPairs, boolean averageSeeds, List<String> metrics) {}

  /**
   * Compares.
   *
   * @throws InputException if a run has not finished, is damaged or cannot be compared, or has not
   *     measured a metric
   */
  public static SignificanceReport of(Plan plan) {
    List<Contender> contenders = Contenders.read(plan.runs(), plan.averageSeeds());
    List<Comparison> raw = new ArrayList<>();
    int baselines = plan.allPairs() ? contenders.size() : 1;
    for (int b = 0; b < baselines; b++) {
      for (int o = b + 1; o < contenders.size(); o++) {
        for (String metric : plan.metrics()) {
          raw.add(compared(contenders.get(b), contenders.get(o), metric));
        }
      }
    }
    return new SignificanceReport(
        raw.get(0).figures().n(),
        contenders.stream()
            .map(
                contender ->
                    new Compared(
                        contender.label(),
                        contender.runs().stream().map(run -> run.path().toString()).toList()))
            .toList(),
        adjusted(raw));
  }

  private static Comparison compared(Contender baseline, Contender other, String metric) {
    PairedComparison figures =
        PairedComparison.between(baseline.of(metric), other.of(metric), SEED);
    return new Comparison(
        baseline.label(), other.label(), metric, figures, figures.tTestP(), figures.wilcoxonP());
  }

  private static List<Comparison> adjusted(List<Comparison> raw) {
    double[] tTest =
        HolmCorrection.adjust(raw.stream().mapToDouble(Comparison::tTestHolm).toArray());
    double[] wilcoxon =
        HolmCorrection.adjust(raw.stream().mapToDouble(Comparison::wilcoxonHolm).toArray());
    List<Comparison> adjusted = new ArrayList<>();
    for (int k = 0; k < raw.size(); k++) {
      Comparison one = raw.get(k);
      adjusted.add(
          new Comparison(
              one.baseline(), one.other(), one.metric(), one.figures(), tTest[k], wilcoxon[k]));
    }
    return adjusted;
  }
}
