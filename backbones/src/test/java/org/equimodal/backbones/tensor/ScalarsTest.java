package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.equimodal.backbones.Buffers;
import org.junit.jupiter.api.Test;

class ScalarsTest {

  @Test
  void computes() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray floats = manager.create(new float[] {-2, 3});
      assertThat(Scalars.times(floats, 0.5).toFloatArray()).containsExactly(-1, 1.5f);
      assertThat(Scalars.plus(floats, 1).toFloatArray()).containsExactly(-1, 4);
      assertThat(Scalars.atLeast(floats, -1).toFloatArray()).containsExactly(-1, 3);
      assertThat(Scalars.oneMinus(floats).toFloatArray()).containsExactly(3, -2);
      NDArray doubles = manager.create(new double[] {1});
      assertThat(Scalars.times(doubles, 0.1).toDoubleArray()).containsExactly(0.1);
    }
  }

  @Test
  void constantsStayOnTheHostAndDieWithTheScope() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
        NDArray constant;
        try (NDManager scope = manager.newSubManager()) {
          constant = Scalars.constant(0.1, scope.zeros(new Shape(2), type));
          assertThat(constant.getDataType()).isEqualTo(type);
          assertThat(constant.getDevice()).isEqualTo(Device.cpu());
          assertThat(constant.getShape().dimension()).isZero();
        }
        assertThat(constant.isReleased()).isTrue();
      }
      NDArray ids = manager.create(new long[] {1});
      assertThatThrownBy(() -> Scalars.constant(1, ids))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("int64");
    }
  }

  @Test
  void comparesAndBounds() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray values = manager.create(new float[] {-1, 0.5f, 3});
      assertThat(Scalars.atLeast(values, 0).toFloatArray()).containsExactly(0, 0.5f, 3);
      assertThat(Scalars.atMost(values, 1).toFloatArray()).containsExactly(-1, 0.5f, 1);
      assertThat(Scalars.oneMinus(values).toFloatArray()).containsExactly(2, 0.5f, -2);
      assertThat(Scalars.isAbove(values, 0.5).toBooleanArray()).containsExactly(false, false, true);
    }
  }

  /**
   * DJL's own {@code mul(Number)} frees its number before the backward pass: the gradient is then
   * what happens to be in that memory.
   */
  @Test
  void survivesAGarbageCollectionBeforeTheBackwardPass() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray parameter = manager.create(new float[] {1, 2});
      parameter.setRequiresGradient(true);
      try (StepScope scope = StepScope.training(manager, new NDList(parameter))) {
        NDArray scaled = Scalars.times(parameter, 3);
        NDArray shifted = Scalars.atLeast(Scalars.plus(scaled, 4), 8);
        NDArray loss = shifted.mul(Scalars.oneMinus(parameter)).sum();
        Buffers.overwriteFreed();
        // d/dx of max(3x + 4, 8) (1 - x): -8 at 1, (3 - 6 x) - 4 at 2
        assertThat(Kernels.gradients(loss, new NDList(parameter)).head().toFloatArray())
            .containsExactly(-8, -13);
      }
    }
  }
}
