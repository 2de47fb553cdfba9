package org.equimodal.evaluation;

import java.util.Arrays;
import org.apache.commons.statistics.inference.TTest;

/**
 * Two models measured on the same users, and whether their difference is more than chance. Both
 * tests are two-sided.
 *
 * <p>Where there is nothing to test, fewer than two users or no difference at all, both p-values
 * are 1 and the effect is 0. Where all users differ by the same amount the effect is infinite and
 * the t-test's p-value is 0.
 *
 * @param n users
 * @param baselineMean mean of the baseline
 * @param otherMean mean of the other
 * @param meanDifference mean of other - baseline
 * @param relativeGain {@code meanDifference / baselineMean}; infinite for a gain over 0
 * @param tTestP of the paired t-test: is the mean difference 0?
 * @param wilcoxonP of the Wilcoxon signed-rank test: are the differences symmetric about 0? Users
 *     without a difference are ranked and then left out (Pratt 1959). Exact below 50 users without
 *     ties and zeros; else from the normal approximation with corrections for ties, zeros and
 *     continuity
 * @param effectSize Cohen's d_z: the mean difference over its standard deviation (n - 1)
 * @param effectInterval where the effect size lies
 * @param differenceInterval where the mean difference lies
 */
public record PairedComparison(
    int n,
    double baselineMean,
    double otherMean,
    double meanDifference,
    double relativeGain,
    double tTestP,
    double wilcoxonP,
    double effectSize,
    Interval effectInterval,
    Interval differenceInterval) {

  /** Differences are rounded to its multiples, else values equal but for rounding would differ. */
  private static final double RESOLUTION = 1e-12;

  /** A 95 % percentile bootstrap interval. */
  public record Interval(double lower, double upper) {}

  /**
   * Compares.
   *
   * @param baseline a metric per user
   * @param other the same metric of the same users, in the same order; the order itself is of no
   *     account
   * @param seed of the bootstrap, 10,000 resamples of users
   * @throws IllegalArgumentException if the lengths differ, there are no users or a value is not
   *     finite
   */
  public static PairedComparison between(double[] baseline, double[] other, long seed) {
    double[] differences = differences(baseline, other);
    int n = differences.length;
    double baselineMean = Arrays.stream(baseline).sum() / n;
    double otherMean = Arrays.stream(other).sum() / n;
    double difference = Arrays.stream(differences).sum() / n;
    if (isNothing(differences)) {
      Interval point = new Interval(difference, difference);
      return new PairedComparison(
          n,
          baselineMean,
          otherMean,
          difference,
          gain(difference, baselineMean),
          1,
          1,
          0,
          new Interval(0, 0),
          point);
    }
    PairedBootstrap.Intervals intervals = PairedBootstrap.of(differences, seed);
    return new PairedComparison(
        n,
        baselineMean,
        otherMean,
        difference,
        gain(difference, baselineMean),
        tTest(differences),
        SignedRanks.pValue(differences),
        effect(difference, isConstant(differences) ? 0 : variance(differences, difference)),
        intervals.effect(),
        intervals.difference());
  }

  /**
   * {@link #tTestP()} alone, which takes no bootstrap.
   *
   * @param baseline a metric per user
   * @param other the same metric of the same users, in the same order
   * @throws IllegalArgumentException if the lengths differ, there are no users or a value is not
   *     finite
   */
  public static double tTest(double[] baseline, double[] other) {
    return tTest(differences(baseline, other));
  }

  private static double tTest(double[] differences) {
    if (isNothing(differences)) {
      return 1;
    }
    return isConstant(differences) ? 0 : TTest.withDefaults().test(differences).getPValue();
  }

  private static boolean isNothing(double[] differences) {
    return differences.length < 2 || (isConstant(differences) && differences[0] == 0);
  }

  private static boolean isConstant(double[] sorted) {
    return sorted[0] == sorted[sorted.length - 1];
  }

  /** Cohen's d_z: 0 for no difference, infinite for one without variance. */
  static double effect(double meanDifference, double variance) {
    return meanDifference == 0 ? 0 : meanDifference / Math.sqrt(variance);
  }

  /** Ascending, so that the order of users does not matter to the last bit. */
  private static double[] differences(double[] baseline, double[] other) {
    if (baseline.length != other.length || baseline.length == 0) {
      throw new IllegalArgumentException(
          "values of the same users are compared, at least one: "
              + baseline.length
              + " and "
              + other.length);
    }
    double[] differences = new double[baseline.length];
    for (int user = 0; user < differences.length; user++) {
      double difference = other[user] - baseline[user];
      if (!Double.isFinite(difference)) {
        throw new IllegalArgumentException(
            "values must be finite, were " + baseline[user] + " and " + other[user]);
      }
      differences[user] = Math.rint(difference / RESOLUTION) * RESOLUTION + 0.0; // no -0.0
    }
    Arrays.sort(differences);
    return differences;
  }

  private static double variance(double[] values, double mean) {
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (values.length - 1);
  }

  private static double gain(double difference, double baselineMean) {
    return difference == 0 ? 0 : difference / baselineMean;
  }
}
