package org.equimodal.trainer.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.assertj.core.api.Assertions;

/** Where and in what precision the same is computed as with float32 on the CPU. */
interface Place {

  /** The device. */
  Device device();

  /** The type of parameters and features. */
  DataType type();

  /** Values, whatever their type and device. */
  static double[] values(NDArray array) {
    return array.toType(DataType.FLOAT64, true).toDoubleArray();
  }

  /**
   * Asserts that two vectors differ by little of their length.
   *
   * @param share of the length
   */
  static void assertNear(String what, double[] actual, double[] expected, double share) {
    Assertions.assertThat(actual).as(what).hasSameSizeAs(expected);
    double length = 0;
    double distance = 0;
    for (int k = 0; k < expected.length; k++) {
      length += expected[k] * expected[k];
      distance += (actual[k] - expected[k]) * (actual[k] - expected[k]);
    }
    Assertions.assertThat(Math.sqrt(distance))
        .as("distance of %s, whose length is %s", what, Math.sqrt(length))
        .isLessThanOrEqualTo(share * Math.sqrt(length));
  }
}
