package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.equimodal.backbones.TestSeed;
import org.equimodal.datasets.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FusedAdamTest {

  private static final double LEARNING_RATE = 0.03;
  private static final int SIZE = 6;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDList parameters(DataType type) {
    NDList parameters = new NDList();
    for (Shape shape : List.of(new Shape(SIZE), new Shape(2, SIZE / 2))) {
      NDArray parameter = manager.arange(SIZE).toType(type, true).reshape(shape).duplicate();
      parameter.setRequiresGradient(true);
      parameters.add(parameter);
    }
    return parameters;
  }

  /** Gradients of a step: of any sign, and from ordinary size down to that of epsilon. */
  private static double[] gradient(int parameter, int step) {
    RandomGenerator random = Seeds.generator(TestSeed.get(), "adam", parameter, step);
    double[] gradient = new double[SIZE];
    Arrays.setAll(gradient, k -> random.nextGaussian() * Math.pow(10, -2 * k));
    return gradient;
  }

  private static void step(FusedAdam adam, NDList parameters, int step) {
    try (StepScope scope = StepScope.inference(parameters.head().getManager(), parameters)) {
      NDList gradients = new NDList();
      for (int p = 0; p < parameters.size(); p++) {
        NDArray like = parameters.get(p);
        NDArray gradient = scope.manager().create(gradient(p, step), like.getShape());
        gradients.add(gradient.toType(like.getDataType(), false));
      }
      adam.step(gradients);
    }
  }

  /** Adam as PyTorch computes it: epsilon beside the corrected root. */
  private static double[] plainAdam(double[] parameter, int which, int steps) {
    double[] first = new double[SIZE];
    double[] second = new double[SIZE];
    double[] value = parameter.clone();
    for (int step = 1; step <= steps; step++) {
      double[] gradient = gradient(which, step);
      for (int k = 0; k < SIZE; k++) {
        first[k] = 0.9 * first[k] + 0.1 * gradient[k];
        second[k] = 0.999 * second[k] + 0.001 * gradient[k] * gradient[k];
        double root = Math.sqrt(second[k] / (1 - Math.pow(0.999, step)));
        value[k] -= LEARNING_RATE * first[k] / (1 - Math.pow(0.9, step)) / (root + 1e-8);
      }
    }
    return value;
  }

  @Test
  void followsPlainAdam() {
    for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
      NDList parameters = parameters(type);
      double[] start = doubles(parameters.head());
      try (FusedAdam adam = new FusedAdam(manager, parameters, LEARNING_RATE)) {
        for (int step = 1; step <= 20; step++) {
          step(adam, parameters, step);
        }
      }
      for (int p = 0; p < parameters.size(); p++) {
        assertThat(doubles(parameters.get(p)))
            .as("%s, %s", type, TestSeed.message())
            .containsExactly(
                plainAdam(start, p, 20), within(type == DataType.FLOAT32 ? 2e-5 : 1e-9));
        assertThat(parameters.get(p).hasGradient()).isTrue();
      }
    }
  }

  @Test
  void continuesFromASavedStateBitForBit() {
    NDList parameters = parameters(DataType.FLOAT32);
    NDList others = parameters(DataType.FLOAT32);
    try (FusedAdam adam = new FusedAdam(manager, parameters, LEARNING_RATE)) {
      for (int step = 1; step <= 10; step++) {
        step(adam, parameters, step);
      }
      NDList saved = new NDList();
      adam.state().forEach(array -> saved.add(copyThroughJava(array)));
      Kernels.copy(parameters, others);
      assertThat(saved.head().getFloat()).isEqualTo(10);

      try (FusedAdam restored = new FusedAdam(manager, others, LEARNING_RATE)) {
        step(restored, others, 99);
        Kernels.copy(parameters, others);
        restored.restore(saved);
        for (int step = 11; step <= 20; step++) {
          step(adam, parameters, step);
          step(restored, others, step);
        }
        List<float[]> expected = new ArrayList<>();
        parameters.forEach(parameter -> expected.add(parameter.toFloatArray()));
        adam.state().forEach(array -> expected.add(array.toFloatArray()));
        List<float[]> actual = new ArrayList<>();
        others.forEach(parameter -> actual.add(parameter.toFloatArray()));
        restored.state().forEach(array -> actual.add(array.toFloatArray()));
        assertThat(actual.toArray(float[][]::new))
            .as(TestSeed.message())
            .isDeepEqualTo(expected.toArray(float[][]::new));
      }
    }
  }

  private NDArray copyThroughJava(NDArray array) {
    return manager.create(array.toFloatArray(), array.getShape());
  }

  @Test
  void refusesAStateOfAnotherSize() {
    NDList parameters = parameters(DataType.FLOAT32);
    try (FusedAdam adam = new FusedAdam(manager, parameters, LEARNING_RATE)) {
      assertThatThrownBy(() -> adam.restore(new NDList(parameters.head())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("state has 1 arrays, expected 5");
    }
  }

  @Test
  void freesItsMomentsAndNothingElse() {
    NDList parameters = parameters(DataType.FLOAT32);
    int before = manager.getManagedArrays().size();
    for (int round = 0; round < 3; round++) {
      try (FusedAdam adam = new FusedAdam(manager, parameters, LEARNING_RATE)) {
        assertThat(manager.getManagedArrays()).hasSizeGreaterThan(before);
        step(adam, parameters, 1);
      }
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
    assertThat(parameters.head().toFloatArray()).hasSize(SIZE);
  }

  @Test
  void livesUnderACappedManager() {
    NDList parameters = parameters(DataType.FLOAT32);
    manager.cap();
    try (FusedAdam adam = new FusedAdam(manager, parameters, LEARNING_RATE)) {
      step(adam, parameters, 1);
      assertThat(adam.state()).hasSize(5);
    }
  }

  private static double[] doubles(NDArray array) {
    try (NDArray copy = array.toType(DataType.FLOAT64, true)) {
      return copy.toDoubleArray();
    }
  }
}
