package org.equimodal.trainer.benchmark;

import java.util.List;

/**
 * How long something took, time after time; in milliseconds.
 *
 * @param least the shortest
 * @param lower the first quartile
 * @param median the middle
 * @param upper the third quartile
 * @param most the longest
 */
public record Spread(double least, double lower, double median, double upper, double most) {

  /**
   * Of some measurements; quartiles between two of them are interpolated.
   *
   * @param values at least one
   */
  static Spread of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(
        sorted[0],
        quantile(sorted, 0.25),
        quantile(sorted, 0.5),
        quantile(sorted, 0.75),
        sorted[sorted.length - 1]);
  }

  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
