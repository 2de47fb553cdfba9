package org.equimodal.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.equimodal.backbones.TestSeed;
import org.equimodal.datasets.Seeds;
import org.equimodal.distillation.BlendingEstimate.Head;
import org.equimodal.distillation.BlendingEstimate.Losses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlendingEstimateTest {

  /** A head that begins at 0.7 on both samples. */
  private static Head from07(double training, double validation) {
    return new Head(new Losses(0.7, 0.7), new Losses(training, validation));
  }

  /** dG is 0.2 and 0.3, dO 0.1 and 0.2: 0.2 / 0.01 = 20 and 0.3 / 0.04 = 7.5. */
  @Test
  void favoursWhatOverfitsLess() {
    assertThat(BlendingEstimate.weights(List.of(from07(0.4, 0.5), from07(0.2, 0.4))))
        .containsExactly(new double[] {20 / 27.5, 7.5 / 27.5}, within(1e-12));
  }

  /** Overfitting is what was added: both gaps grew by 0.1, though one of them was there before. */
  @Test
  void comparesWithTheBeginning() {
    Head overfitted = new Head(new Losses(0.3, 0.6), new Losses(0.1, 0.5));
    Head fresh = new Head(new Losses(0.7, 0.7), new Losses(0.5, 0.6));
    assertThat(BlendingEstimate.weights(List.of(overfitted, fresh)))
        .containsExactly(new double[] {0.5, 0.5}, within(1e-12));
  }

  /** dG -0.2 counts as 0.001 * 0.3; dO is 0.3 and 0.1: 0.0003 / 0.09 and 0.3 / 0.01. */
  @Test
  void aHeadThatDoesNotGeneraliseKeepsLittle() {
    double lost = 0.0003 / 0.09;
    assertThat(BlendingEstimate.weights(List.of(from07(0.6, 0.9), from07(0.3, 0.4))))
        .containsExactly(new double[] {lost / (lost + 30), 30 / (lost + 30)}, within(1e-9));
  }

  /** The floor is a share of the largest change, also where that is a loss. */
  @Test
  void theFloorCountsLossesToo() {
    assertThat(BlendingEstimate.weights(List.of(from07(0.6, 1.7), from07(0.6999, 0.6999))))
        .as("dG is -1 and 0.0001, both count as 0.001; dO is 1.1 and 0, which counts as 0.001")
        .containsExactly(new double[] {1 / (1 + 1.21e6), 1.21e6 / (1 + 1.21e6)}, within(1e-9));
  }

  /** Without the floor on dO the first head would weigh 1e6 times as much. */
  @Test
  void aHeadThatHardlyOverfitsDoesNotTakeAll() {
    Head steady = from07(0.6 - 1e-6, 0.6);
    Head other = from07(0.6 - 1e-3, 0.6);
    assertThat(BlendingEstimate.weights(List.of(steady, other)))
        .containsExactly(new double[] {0.5, 0.5}, within(1e-9));
  }

  @Test
  void allWeighTheSameIfNoneGeneralises() {
    assertThat(
            BlendingEstimate.weights(
                List.of(from07(0.1, 0.9), from07(0.6, 0.7), from07(0.7, 0.71))))
        .containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void addsUpToOne(int variant) {
    RandomGenerator random = Seeds.generator(TestSeed.get(), "blending", variant);
    List<Head> heads = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      heads.add(
          new Head(
              new Losses(random.nextDouble(), random.nextDouble()),
              new Losses(random.nextDouble(), random.nextDouble())));
    }
    double[] weights = BlendingEstimate.weights(heads);
    assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
    assertThat(Arrays.stream(weights).boxed())
        .as("%s, %s", heads, TestSeed.message())
        .allMatch(weight -> weight > 0 && weight <= 1);
  }
}
