package org.equimodal.datasets.statistics;

import java.util.Arrays;

/**
 * How values are spread. A quantile is the smallest value that at least its share of all values do
 * not exceed, so each is one of the values.
 *
 * @param minimum the smallest value
 * @param q25 lower quartile
 * @param median half of the values do not exceed it
 * @param q75 upper quartile
 * @param q95 five in a hundred values are larger at most
 * @param maximum the largest value
 */
public record Quantiles(
    double minimum, double q25, double median, double q75, double q95, double maximum) {

  /**
   * Of values in any order, which are left as they are.
   *
   * @throws IllegalArgumentException if there are none
   */
  static Quantiles of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("quantiles of no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Quantiles(
        sorted[0],
        at(sorted, 25),
        at(sorted, 50),
        at(sorted, 75),
        at(sorted, 95),
        sorted[sorted.length - 1]);
  }

  private static double at(double[] sorted, int percent) {
    long rank = ((long) percent * sorted.length + 99) / 100;
    return sorted[(int) Math.max(rank - 1, 0)];
  }
}
