package org.equimodal.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.backbones.TestSeed;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.distillation.DistillationSettings.RhoDenominator;
import org.equimodal.distillation.DistillationSettings.WeightScale;
import org.equimodal.distillation.DistillationSettings.Weights;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterfactualWeightsTest {

  private static final int BATCH = 6;
  private static final DataType TYPE = DataType.FLOAT32;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private CounterfactualWeights estimate(DistillationSettings settings, ToyMargins margins) {
    return CounterfactualWeights.estimate(
        settings,
        ToyMargins.array(manager, TYPE, margins.full()),
        ToyMargins.array(manager, TYPE, margins.without()),
        ToyMargins.array(manager, TYPE, margins.only()),
        ToyMargins.array(manager, TYPE, margins.teacher()));
  }

  private static List<SettingsBuilder> clamped() {
    List<SettingsBuilder> all = new ArrayList<>();
    for (Weights weights : Weights.values()) {
      for (RhoDenominator denominator : RhoDenominator.values()) {
        all.add(SettingsBuilder.paper().weights(weights).rhoDenominator(denominator));
      }
    }
    return all;
  }

  /** Margins of any sign and size, zeros among them. */
  private static List<ToyMargins> hazards(int modalities) {
    List<ToyMargins> all = new ArrayList<>();
    for (int variant = 0; variant < 30; variant++) {
      all.add(ToyMargins.random(modalities, BATCH, 2, variant));
    }
    for (double student : new double[] {0, -1e4, 1e-30, 1e4}) {
      for (double teacher : new double[] {0, -1e4, 1e-30, 1e4}) {
        all.add(ToyMargins.constant(modalities, BATCH, 2, student, teacher));
      }
    }
    ToyMargins mixed = ToyMargins.random(modalities, BATCH, 2, 99);
    mixed.full()[0] = 0;
    for (int m = 0; m < modalities; m++) {
      mixed.without()[m][0] = 0; // 0 / 0 per triple
      mixed.only()[m][0] = 0;
      mixed.teacher()[m][0] = 0;
      mixed.only()[m][1] = 0; // x / 0
      mixed.teacher()[m][1] = 0;
    }
    all.add(mixed);
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void addUpAndStayWithinBounds(int modalities) {
    for (SettingsBuilder builder : clamped()) {
      for (WeightScale scale : WeightScale.values()) {
        DistillationSettings settings = builder.weightScale(scale).build();
        double mass = scale == WeightScale.PAPER ? modalities - 1 : modalities;
        double most = scale == WeightScale.PAPER ? 1 : modalities / (modalities - 1.0);
        for (ToyMargins margins : hazards(modalities)) {
          CounterfactualWeights weights = estimate(settings, margins);
          float[] lambda = weights.lambda().toFloatArray();
          int columns = settings.weights() == Weights.PER_TRIPLE ? BATCH : 1;
          assertThat(lambda).hasSize(modalities * columns);
          for (int k = 0; k < columns; k++) {
            double sum = 0;
            for (int m = 0; m < modalities; m++) {
              assertThat((double) lambda[m * columns + k])
                  .as("%s, %s", settings, TestSeed.message())
                  .isBetween(0.0, most + 1e-6);
              sum += lambda[m * columns + k];
            }
            assertThat(sum)
                .as("%s, %s", settings, TestSeed.message())
                .isCloseTo(mass, within(1e-5));
          }
          assertThat(weights.rho().isNaN().any().getBoolean()).isFalse();
          assertThat(weights.gamma().isNaN().any().getBoolean()).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void areThoseOfPlainLoops(int modalities) {
    for (SettingsBuilder builder : clamped()) {
      for (boolean clamp : new boolean[] {true, false}) {
        DistillationSettings settings = builder.rhoClamp(clamp).build();
        ReferenceLoss reference = new ReferenceLoss(settings);
        ToyMargins margins = ToyMargins.random(modalities, BATCH, 2, 0);
        CounterfactualWeights weights = estimate(settings, margins);
        double[][] lambda = reference.lambda(margins);
        double[][] rho = reference.rho(margins);
        float[] actual = weights.lambda().toFloatArray();
        for (int m = 0; m < modalities; m++) {
          for (int k = 0; k < lambda[m].length; k++) {
            double expected = lambda[m][k];
            assertThat((double) actual[m * lambda[m].length + k])
                .as("%s, %s", settings, TestSeed.message())
                .isCloseTo(expected, within(1e-4 + 1e-4 * Math.abs(expected)));
          }
          double expected = ReferenceLoss.mean(rho[m]);
          assertThat((double) weights.rho().getFloat(m))
              .as("%s, %s", settings, TestSeed.message())
              .isCloseTo(expected, within(1e-4 + 1e-4 * Math.abs(expected)));
          double gamma = 0;
          for (int k = 0; k < BATCH; k++) {
            gamma += (margins.full()[k] - margins.without()[m][k]) / BATCH;
          }
          assertThat((double) weights.gamma().getFloat(m)).isCloseTo(gamma, within(1e-5));
        }
      }
    }
  }

  @Test
  void ofTheReleaseAreTwiceTheShareOfTheOther() {
    ToyMargins margins = ToyMargins.random(2, BATCH, 2, 1);
    float[] lambda = estimate(SettingsBuilder.release().build(), margins).lambda().toFloatArray();
    for (int k = 0; k < BATCH; k++) {
      double rhoA = clamp((margins.full()[k] - margins.without()[0][k]) / margins.only()[0][k]);
      double rhoV = clamp((margins.full()[k] - margins.without()[1][k]) / margins.only()[1][k]);
      assertThat((double) lambda[k])
          .as(TestSeed.message())
          .isCloseTo(2 * (1 - rhoA / (rhoA + rhoV)), within(1e-4));
      assertThat((double) lambda[BATCH + k])
          .as(TestSeed.message())
          .isCloseTo(2 * rhoA / (rhoA + rhoV), within(1e-4));
    }
  }

  private static double clamp(double rho) {
    return Math.max(1e-8, Math.min(10, rho));
  }

  @Test
  void giveLittleToAModalityWhoseTeacherIsUseless() {
    ToyMargins margins =
        new ToyMargins(
            new double[] {2, 2},
            new double[][] {{1, 1}, {1, 1}},
            new double[][] {{1, 1}, {1, 1}},
            new double[][] {{-1, 0.5}, {1, 1}},
            new double[2][1],
            new double[2][1]);
    CounterfactualWeights weights = estimate(SettingsBuilder.paper().build(), margins);
    assertThat(weights.rho().toFloatArray()).containsExactly(10, 1);
    assertThat(weights.lambda().toFloatArray()).containsExactly(1 - 10f / 11, 1 - 1f / 11);
  }

  @Test
  void areOneForASingleModality() {
    for (SettingsBuilder builder : clamped()) {
      for (WeightScale scale : WeightScale.values()) {
        for (ToyMargins margins : hazards(1)) {
          assertThat(estimate(builder.weightScale(scale).build(), margins).lambda().toFloatArray())
              .containsOnly(1);
        }
      }
    }
  }

  @Test
  void areUniformWithoutReweighting() {
    SettingsBuilder uniform = SettingsBuilder.paper().weights(Weights.UNIFORM);
    ToyMargins margins = ToyMargins.random(3, BATCH, 2, 2);
    assertThat(estimate(uniform.build(), margins).lambda().toFloatArray())
        .containsOnly((float) (2 / 3.0));
    uniform.weightScale(WeightScale.UNIT_MEAN);
    assertThat(estimate(uniform.build(), margins).lambda().toFloatArray()).containsOnly(1);
  }

  @Test
  void carryNoGradient() {
    for (SettingsBuilder builder : clamped()) {
      ToyMargins margins = ToyMargins.random(2, BATCH, 2, 3);
      try (StepScope scope = StepScope.training(manager)) {
        NDManager step = scope.manager();
        NDArray full = ToyMargins.array(step, TYPE, margins.full());
        NDArray without = ToyMargins.array(step, TYPE, margins.without());
        NDArray only = ToyMargins.array(step, TYPE, margins.only());
        NDArray other = step.create(new float[] {1});
        NDList inputs = new NDList(full, without, only, other);
        inputs.forEach(input -> input.setRequiresGradient(true));
        CounterfactualWeights weights =
            CounterfactualWeights.estimate(
                builder.build(),
                full,
                without,
                only,
                ToyMargins.array(step, TYPE, margins.teacher()));
        NDArray all = weights.lambda().sum().add(weights.rho().sum()).add(weights.gamma().sum());
        NDList gradients = Kernels.gradients(all.mul(other).sum(), inputs);
        for (int k = 0; k < 3; k++) {
          assertThat(gradients.get(k).toFloatArray()).containsOnly(0);
        }
        assertThat(gradients.get(3).toFloatArray()).doesNotContain(0);
      }
    }
  }
}
