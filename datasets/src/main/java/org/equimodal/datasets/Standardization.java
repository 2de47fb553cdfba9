package org.equimodal.datasets;

import java.util.Arrays;

/**
 * What shifts and scales every column of a matrix to mean 0 and standard deviation 1: a value
 * becomes (value - mean) * factor. Computed in double precision.
 *
 * @param means mean of every column
 * @param factors one over the population standard deviation of every column; 0 for constant ones,
 *     told by their extremes since a rounded mean would hide them
 */
@SuppressWarnings("ArrayRecordComponent")
public record Standardization(double[] means, double[] factors) {

  /** Of a matrix in row blocks. */
  static Standardization of(float[][] blocks, int columns) {
    double[] means = means(blocks, columns);
    return new Standardization(means, factors(blocks, columns, means));
  }

  static double[] means(float[][] blocks, int columns) {
    double[] sums = new double[columns];
    long rows = 0;
    for (float[] block : blocks) {
      rows += block.length / columns;
      for (int start = 0; start < block.length; start += columns) {
        for (int column = 0; column < columns; column++) {
          sums[column] += block[start + column];
        }
      }
    }
    for (int column = 0; column < columns; column++) {
      sums[column] /= rows;
    }
    return sums;
  }

  /** Standardises row blocks in place. */
  void apply(float[][] blocks) {
    int columns = means.length;
    for (float[] block : blocks) {
      for (int start = 0; start < block.length; start += columns) {
        for (int column = 0; column < columns; column++) {
          block[start + column] =
              (float) ((block[start + column] - means[column]) * factors[column]);
        }
      }
    }
  }

  private static double[] factors(float[][] blocks, int columns, double[] means) {
    double[] squares = new double[columns];
    float[] low = new float[columns];
    float[] high = new float[columns];
    Arrays.fill(low, Float.POSITIVE_INFINITY);
    Arrays.fill(high, Float.NEGATIVE_INFINITY);
    long rows = 0;
    for (float[] block : blocks) {
      rows += block.length / columns;
      for (int start = 0; start < block.length; start += columns) {
        for (int column = 0; column < columns; column++) {
          float value = block[start + column];
          double deviation = value - means[column];
          squares[column] += deviation * deviation;
          low[column] = Math.min(low[column], value);
          high[column] = Math.max(high[column], value);
        }
      }
    }
    double[] factors = new double[columns];
    for (int column = 0; column < columns; column++) {
      factors[column] = low[column] < high[column] ? 1 / Math.sqrt(squares[column] / rows) : 0;
    }
    return factors;
  }
}
