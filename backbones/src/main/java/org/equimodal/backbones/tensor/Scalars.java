package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Arithmetic with numbers that is safe under gradients. DJL's own {@code mul(Number)} and its like
 * wrap the number in an array over a Java buffer and close it at once; if autograd has saved that
 * array for the backward pass, it reads freed memory later. Here the number's array lives as long
 * as the scope it is used in.
 */
public final class Scalars {

  private Scalars() {}

  /**
   * A number as an array.
   *
   * @param value the number
   * @param like gives type and owner
   * @return a scalar of that type, owned by the manager of {@code like}
   */
  public static NDArray constant(double value, NDArray like) {
    return switch (like.getDataType()) {
      case FLOAT32 -> like.getManager().create((float) value);
      case FLOAT64 -> like.getManager().create(value);
      default -> throw new IllegalArgumentException("no constants of type " + like.getDataType());
    };
  }

  /** {@code array * value}. */
  public static NDArray times(NDArray array, double value) {
    return array.mul(constant(value, array));
  }

  /** {@code array + value}. */
  public static NDArray plus(NDArray array, double value) {
    return array.add(constant(value, array));
  }

  /** {@code max(array, value)}, element by element. */
  public static NDArray atLeast(NDArray array, double value) {
    return array.maximum(constant(value, array));
  }

  /** {@code 1 - array}. */
  public static NDArray oneMinus(NDArray array) {
    return constant(1, array).sub(array);
  }
}
