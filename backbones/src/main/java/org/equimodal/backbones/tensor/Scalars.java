package org.equimodal.backbones.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Arithmetic with numbers that is safe under gradients and never waits for the device. DJL's own
 * {@code mul(Number)} and its like wrap the number in an array over a Java buffer and close it at
 * once; if autograd has saved that array for the backward pass, it reads freed memory later. On a
 * GPU they also copy the number to the device each time. Here the number's array stays on the host,
 * where libtorch takes it as an argument of the operation, and lives as long as the scope it is
 * used in.
 */
public final class Scalars {

  private Scalars() {}

  static NDArray constant(double value, NDArray like) {
    NDManager host = like.getManager().newSubManager(Device.cpu());
    return switch (like.getDataType()) {
      case FLOAT32 -> host.create((float) value);
      case FLOAT64 -> host.create(value);
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

  /** {@code 1 - array}. */
  public static NDArray oneMinus(NDArray array) {
    return plus(array.neg(), 1);
  }

  /** {@code max(array, value)}, element by element. */
  public static NDArray atLeast(NDArray array, double value) {
    return array.maximum(constant(value, array));
  }

  /** {@code min(array, value)}, element by element. */
  public static NDArray atMost(NDArray array, double value) {
    return array.minimum(constant(value, array));
  }

  /** Whether {@code array > value}, element by element, boolean. */
  public static NDArray isAbove(NDArray array, double value) {
    return array.gt(constant(value, array));
  }
}
