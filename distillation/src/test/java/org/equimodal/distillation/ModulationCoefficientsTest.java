package org.equimodal.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.equimodal.backbones.TestSeed;
import org.equimodal.datasets.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModulationCoefficientsTest {

  private static double[] of(double alpha, double... scores) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      return ModulationCoefficients.of(manager.create(scores), alpha).toDoubleArray();
    }
  }

  private static double slowed(double alpha, double rho) {
    return 1 - Math.tanh(alpha * rho);
  }

  @Test
  void slowsTheLeaderOfTwo() {
    assertThat(of(0.3, 0.8, 0.5))
        .containsExactly(new double[] {slowed(0.3, 1.6), 1}, within(1e-12));
  }

  /** rho is 0.9 / 0.5, 0.6 / 0.65 and 0.4 / 0.75. */
  @Test
  void comparesWithTheMeanOfTheOthers() {
    assertThat(of(0.5, 0.9, 0.6, 0.4))
        .containsExactly(new double[] {slowed(0.5, 1.8), 1, 1}, within(1e-12));
  }

  @Test
  void jumpsWhereTheLeadIsTaken() {
    assertThat(of(0.1, 0.5, 0.5)).containsExactly(1, 1);
    assertThat(of(0.1, 0.5000001, 0.5)[0]).isCloseTo(1 - Math.tanh(0.1), within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void keepsItsProperties(int modalities) {
    RandomGenerator random = Seeds.generator(TestSeed.get(), "modulation", modalities);
    for (int round = 0; round < 20; round++) {
      double alpha = random.nextDouble();
      double[] scores = DoubleStream.generate(random::nextDouble).limit(modalities).toArray();
      double[] coefficients = of(alpha, scores);
      assertThat(DoubleStream.of(coefficients).boxed())
          .as(TestSeed.message())
          .allMatch(k -> k > 0 && k <= 1);
      int weakest = 0;
      for (int m = 1; m < modalities; m++) {
        weakest = scores[m] < scores[weakest] ? m : weakest;
      }
      assertThat(coefficients[weakest]).as("the weakest is left alone").isEqualTo(1);
      double factor = 100 * random.nextDouble();
      assertThat(of(alpha, DoubleStream.of(scores).map(s -> factor * s).toArray()))
          .as("sums over a batch or means are the same")
          .containsExactly(coefficients, within(1e-9));
    }
  }

  @Test
  void neverStopsAModality() {
    assertThat(of(0.8, 1, 1e-2)[0]).isPositive().isLessThan(1e-30);
  }

  @Test
  void changesNothingWithoutAlphaOrScores() {
    assertThat(of(0, 0.9, 0.1)).containsExactly(1, 1);
    assertThat(of(0.1, 0, 0)).as("all margins hopeless: 0 / 0").containsExactly(1, 1);
  }
}
