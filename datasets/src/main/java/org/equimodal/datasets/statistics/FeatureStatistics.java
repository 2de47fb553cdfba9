package org.equimodal.datasets.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.equimodal.datasets.ItemFeatures;

/**
 * A matrix of features in numbers, as it is in its file, before any standardisation. Rows with a
 * value that is not finite are counted and left out of everything else.
 *
 * @param rows number of rows
 * @param columns number of columns, the width
 * @param norms Euclidean norms of the rows; null if no row is finite
 * @param zeroRows rows that are all zeros
 * @param duplicateRows rows that equal an earlier one, zero rows included
 * @param constantColumns columns with one value throughout: they tell no item from another
 * @param notFinite rows with NaN or infinity
 * @param meanRowShare share of the features' energy that their mean row carries: n |mean|^2 over
 *     the sum of the rows' |x|^2, from 0 (centred) to 1 (all rows are equal). The mean row is what
 *     a masked modality's items look like, so at 1 the counterfactual takes nothing away; null if
 *     there is no energy
 */
public record FeatureStatistics(
    int rows,
    int columns,
    Quantiles norms,
    int zeroRows,
    int duplicateRows,
    int constantColumns,
    int notFinite,
    Double meanRowShare) {

  /** In one pass over the rows. */
  public static FeatureStatistics of(ItemFeatures features) {
    Pass pass = new Pass(features);
    for (int row = 0; row < features.rows(); row++) {
      pass.take(row, features.row(row));
    }
    return pass.statistics();
  }

  /** What has been seen so far. */
  private static final class Pass {
    private final ItemFeatures features;
    private final double[] sums;
    private final float[] low;
    private final float[] high;
    private final double[] norms;
    private final Map<Long, Integer> firstRow = new HashMap<>();
    private double energy;
    private int finite;
    private int zeroRows;
    private int duplicateRows;

    Pass(ItemFeatures features) {
      this.features = features;
      sums = new double[features.columns()];
      low = new float[features.columns()];
      high = new float[features.columns()];
      Arrays.fill(low, Float.POSITIVE_INFINITY);
      Arrays.fill(high, Float.NEGATIVE_INFINITY);
      norms = new double[features.rows()];
    }

    void take(int row, float[] values) {
      double square = 0;
      for (float value : values) {
        square += (double) value * value;
      }
      if (!Double.isFinite(square)) { // floats' squares do not overflow, so a value is not finite
        return;
      }
      for (int column = 0; column < values.length; column++) {
        sums[column] += values[column];
        low[column] = Math.min(low[column], values[column]);
        high[column] = Math.max(high[column], values[column]);
      }
      norms[finite++] = Math.sqrt(square);
      energy += square;
      zeroRows += square == 0 ? 1 : 0;
      duplicateRows += isDuplicate(row, values) ? 1 : 0;
    }

    private boolean isDuplicate(int row, float[] values) {
      long hash = 0xCBF29CE484222325L;
      for (float value : values) {
        hash = (hash ^ Float.floatToIntBits(value + 0f)) * 0x100000001B3L; // -0 + 0 is 0
        hash ^= hash >>> 32;
      }
      Integer first = firstRow.putIfAbsent(hash, row);
      return first != null && isEqual(features.row(first), values);
    }

    private static boolean isEqual(float[] one, float[] other) {
      for (int column = 0; column < one.length; column++) {
        if (one[column] != other[column]) {
          return false;
        }
      }
      return true;
    }

    FeatureStatistics statistics() {
      int constant = 0;
      double meanEnergy = 0;
      for (int column = 0; column < sums.length; column++) {
        constant += finite > 0 && low[column] == high[column] ? 1 : 0;
        meanEnergy += sums[column] * sums[column] / Math.max(finite, 1);
      }
      return new FeatureStatistics(
          features.rows(),
          features.columns(),
          finite == 0 ? null : Quantiles.of(Arrays.copyOf(norms, finite)),
          zeroRows,
          duplicateRows,
          constant,
          features.rows() - finite,
          energy == 0 ? null : Double.valueOf(Math.min(meanEnergy / energy, 1)));
    }
  }
}
