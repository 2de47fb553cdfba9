package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.equimodal.backbones.TestSeed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {

  private static final int COUNT = 50_000;

  private NDManager manager;
  private NDArray like;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    like = manager.zeros(new Shape(1), DataType.FLOAT32);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private float[] drawn(long seed, int count, double rate) {
    Dropout.seed(seed);
    return Dropout.logits(count, rate, like).toFloatArray();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.3, 0.8})
  void dropsAShareOfTheRateByMinusInfinity(double rate) {
    int dropped = 0;
    for (float logit : drawn(TestSeed.get(), COUNT, rate)) {
      assertThat(logit).isIn(0f, Float.NEGATIVE_INFINITY);
      dropped += logit == 0 ? 0 : 1;
    }
    double deviation = Math.sqrt(rate * (1 - rate) / COUNT);
    assertThat((double) dropped / COUNT)
        .as(TestSeed.message())
        .isCloseTo(rate, within(5 * deviation));
  }

  @Test
  void isAFunctionOfTheSeed() {
    float[] drawn = drawn(TestSeed.get(), 100, 0.5);
    float[] next = Dropout.logits(100, 0.5, like).toFloatArray();
    assertThat(next).as("next draw").isNotEqualTo(drawn);
    assertThat(drawn(TestSeed.get(), 100, 0.5)).as("same seed").isEqualTo(drawn);
    assertThat(drawn(TestSeed.get() + 1, 100, 0.5)).as("next seed").isNotEqualTo(drawn);
    assertThat(drawn(TestSeed.get() + (1L << 40), 100, 0.5))
        .as("seed that differs in its high bits")
        .isNotEqualTo(drawn);
  }

  @Test
  void edgesAreDroppedIndependently() {
    float[] drawn = drawn(TestSeed.get(), COUNT, 0.5);
    double[] dropped = new double[COUNT - 1];
    Arrays.setAll(dropped, k -> drawn[k] != 0 && drawn[k + 1] != 0 ? 1 : 0);
    assertThat(Arrays.stream(dropped).average().orElseThrow())
        .as("share of neighbours that are both dropped, %s", TestSeed.message())
        .isCloseTo(0.25, within(0.015));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void belongsWhereItsModelDoes(DataType type) {
    NDArray logits = Dropout.logits(7, 0.5, manager.zeros(new Shape(2, 3), type));
    assertThat(logits.getDataType()).isEqualTo(type);
    assertThat(logits.getDevice()).isEqualTo(manager.getDevice());
    assertThat(logits.getManager()).isSameAs(manager);
    assertThat(logits.getShape()).isEqualTo(new Shape(7));
  }
}
