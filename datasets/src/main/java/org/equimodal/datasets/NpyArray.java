package org.equimodal.datasets;

import java.util.Arrays;

/**
 * An array read from a {@code .npy} file: its shape and its values, last index fastest. Immutable.
 *
 * <p>For arrays that fit into one Java array; features of items are {@link ItemFeatures}.
 */
public final class NpyArray {
  private final int[] shape;
  private final double[] reals;
  private final long[] integers;

  /** Exactly one of the two value arrays is not null; both are taken over. */
  NpyArray(int[] shape, double[] reals, long[] integers) {
    this.shape = shape;
    this.reals = reals;
    this.integers = integers;
  }

  /** The dimensions; empty for a single value. A copy. */
  public int[] shape() {
    return shape.clone();
  }

  /** Number of values. */
  public int size() {
    return reals == null ? integers.length : reals.length;
  }

  /** Whether the values are integers. */
  public boolean isInteger() {
    return integers != null;
  }

  /**
   * The values as 32-bit floats, a copy.
   *
   * @throws IllegalStateException if they are integers
   */
  public float[] floats() {
    double[] values = doubles();
    float[] floats = new float[values.length];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = (float) values[k];
    }
    return floats;
  }

  /**
   * The values as 64-bit floats, a copy.
   *
   * @throws IllegalStateException if they are integers
   */
  public double[] doubles() {
    if (reals == null) {
      throw new IllegalStateException("the values are integers");
    }
    return reals.clone();
  }

  /**
   * The values as integers, a copy.
   *
   * @throws IllegalStateException if they are floating point
   */
  public long[] longs() {
    if (integers == null) {
      throw new IllegalStateException("the values are floating point");
    }
    return integers.clone();
  }

  @Override
  public String toString() {
    return (isInteger() ? "integers " : "reals ") + Arrays.toString(shape);
  }
}
