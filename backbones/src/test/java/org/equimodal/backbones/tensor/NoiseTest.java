package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.equimodal.backbones.TestSeed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoiseTest {

  private static final int COUNT = 40_000;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Half of the entries 3, half of them 7: of deviation 2. */
  private NDArray gradient() {
    double[] values = new double[COUNT];
    Arrays.setAll(values, k -> k % 2 == 0 ? 3 : 7);
    return manager.create(values, new Shape(COUNT / 10, 10));
  }

  private static double[] drawn(long seed, NDArray gradient) {
    Noise.seed(seed);
    return Noise.like(gradient).toDoubleArray();
  }

  @Test
  void variesAsTheGradientDoes() {
    double[] noise = drawn(TestSeed.get(), gradient());
    double mean = Arrays.stream(noise).average().orElseThrow();
    double squares = Arrays.stream(noise).map(x -> x * x).average().orElseThrow();
    assertThat(mean).as(TestSeed.message()).isCloseTo(0, within(5 * 2 / Math.sqrt(COUNT)));
    assertThat(Math.sqrt(squares)).as(TestSeed.message()).isCloseTo(2, within(0.05));
  }

  @Test
  void isAlmostNothingWhereTheGradientIsTheSameEverywhere() {
    for (Shape shape : List.of(new Shape(5, 4), new Shape(1, 1))) {
      double[] noise = drawn(5, manager.ones(shape, DataType.FLOAT64));
      assertThat(Arrays.stream(noise).map(Math::abs).max().orElseThrow()).isBetween(1e-11, 1e-7);
    }
  }

  @Test
  void isAFunctionOfTheSeed() {
    NDArray gradient = gradient();
    assertThat(drawn(5, gradient)).containsExactly(drawn(5, gradient));
    assertThat(drawn(6, gradient)).isNotEqualTo(drawn(5, gradient));
  }
}
