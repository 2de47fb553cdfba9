package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InitializersTest {

  private static final Shape SHAPE = new Shape(300, 100);

  private static double[] draw(long seed, String name, Initializers.Draw draw, DataType type) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray array =
          new Initializers(seed).forParameter(name, draw).initialize(manager, SHAPE, type);
      assertThat(array.getShape()).isEqualTo(SHAPE);
      assertThat(array.getDataType()).isEqualTo(type);
      return Probe.doubles(array);
    }
  }

  private static double[] draw(Initializers.Draw draw) {
    return draw(TestSeed.get(), "w", draw, DataType.FLOAT32);
  }

  private static void assertMoments(double[] values, double variance) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
    assertThat(mean).as(TestSeed.message()).isCloseTo(0, within(0.03 * Math.sqrt(variance)));
    assertThat(squares).as(TestSeed.message()).isCloseTo(variance, within(0.05 * variance));
  }

  private static void assertUniform(double[] values, double bound) {
    double smallest = Arrays.stream(values).min().orElseThrow();
    double largest = Arrays.stream(values).max().orElseThrow();
    assertThat(smallest).as(TestSeed.message()).isBetween(-bound * 1.000001, -bound * 0.99);
    assertThat(largest).as(TestSeed.message()).isBetween(bound * 0.99, bound * 1.000001);
    assertMoments(values, bound * bound / 3);
  }

  @Test
  void xavierUniformIsPyTorchs() {
    assertUniform(draw(Initializers.xavierUniform(300, 100)), Math.sqrt(6.0 / 400));
    assertUniform(draw(Initializers.xavierUniform(19_445, 64)), 0.01754);
  }

  @Test
  void xavierNormalIsPyTorchs() {
    assertMoments(draw(Initializers.xavierNormal(300, 100)), 2.0 / 400);
    assertMoments(draw(Initializers.xavierNormal(19_445, 64)), 0.01012 * 0.01012);
  }

  @Test
  void linearIsPyTorchs() {
    assertUniform(draw(Initializers.linear(100)), 0.1);
  }

  @Test
  void dependsOnSeedAndNameAlone() {
    Initializers.Draw draw = Initializers.linear(4);
    double[] values = draw(1, "a", draw, DataType.FLOAT32);
    assertThat(values).isEqualTo(draw(1, "a", draw, DataType.FLOAT32));
    assertThat(values).isEqualTo(draw(1, "a", draw, DataType.FLOAT64));
    assertThat(values).isNotEqualTo(draw(1, "b", draw, DataType.FLOAT32));
    assertThat(values).isNotEqualTo(draw(2, "a", draw, DataType.FLOAT32));
  }

  @Test
  void makesVectors() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray bias =
          new Initializers(1)
              .forParameter("bias", Initializers.linear(4))
              .initialize(manager, new Shape(7), DataType.FLOAT32);
      assertThat(bias.getShape()).isEqualTo(new Shape(7));
      assertThat(manager.getManagedArrays()).containsExactly(bias);
      Buffers.overwriteFreed();
      assertThat(Arrays.stream(Probe.doubles(bias))).allMatch(value -> Math.abs(value) <= 0.5);
    }
  }
}
