package org.equimodal.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.distillation.DistillationSettings.Reduction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BprLossTest {

  private static final double[] MARGINS = {0, 0.5, -0.5, 3, -3, 30, -30, 1e4, -1e4};

  @ParameterizedTest
  @EnumSource(Reduction.class)
  void isMinusTheLogarithmOfTheSigmoid(Reduction reduction) {
    double count = reduction == Reduction.MEAN ? MARGINS.length : 1;
    try (NDManager owner = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        StepScope scope = StepScope.training(owner)) {
      NDArray margins = scope.manager().create(MARGINS);
      margins.setRequiresGradient(true);
      NDArray loss = new BprLoss(reduction).evaluate(new NDList(), new NDList(margins));
      double expected = Arrays.stream(MARGINS).map(m -> ReferenceLoss.softplus(-m)).sum();
      assertThat(loss.getDouble()).isCloseTo(expected / count, within(1e-6));

      double[] gradient = Kernels.gradients(loss, new NDList(margins)).head().toDoubleArray();
      for (int k = 0; k < MARGINS.length; k++) {
        assertThat(gradient[k])
            .as("gradient at %s", MARGINS[k])
            .isCloseTo(-ReferenceLoss.sigmoid(-MARGINS[k]) / count, within(1e-8));
      }
    }
  }
}
