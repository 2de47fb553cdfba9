package org.equimodal.evaluation;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.equimodal.datasets.Seeds;

/**
 * How the mean difference and the effect size would vary with other users: percentile intervals
 * from resamples with replacement (Efron 1979).
 */
final class PairedBootstrap {

  /** Resamples. */
  static final int RESAMPLES = 10_000;

  /** Resamples left out at each end of a 95 % interval. */
  private static final int TAIL = RESAMPLES / 40;

  /** A resample's variance below this part of its mean square is rounding: all were drawn equal. */
  private static final double ROUNDING = 1e-12;

  private PairedBootstrap() {}

  /** Where the two lie. */
  record Intervals(PairedComparison.Interval effect, PairedComparison.Interval difference) {}

  /**
   * Resamples.
   *
   * @param differences two or more; with another order come other resamples
   * @param seed resample r draws from position r of a stream
   */
  static Intervals of(double[] differences, long seed) {
    double[] effects = new double[RESAMPLES];
    double[] means = new double[RESAMPLES];
    IntStream.range(0, RESAMPLES)
        .parallel()
        .forEach(
            resample -> {
              RandomGenerator random = Seeds.generator(seed, "bootstrap", resample);
              int n = differences.length;
              double sum = 0;
              double squares = 0;
              for (int draw = 0; draw < n; draw++) {
                double difference = differences[random.nextInt(n)];
                sum += difference;
                squares += difference * difference;
              }
              double mean = sum / n;
              double variance = (squares - sum * mean) / (n - 1);
              boolean constant = variance < ROUNDING * squares / n;
              means[resample] = mean;
              effects[resample] = PairedComparison.effect(mean, constant ? 0 : variance);
            });
    return new Intervals(percentiles(effects), percentiles(means));
  }

  private static PairedComparison.Interval percentiles(double[] values) {
    Arrays.sort(values);
    return new PairedComparison.Interval(values[TAIL - 1], values[RESAMPLES - TAIL]);
  }
}
