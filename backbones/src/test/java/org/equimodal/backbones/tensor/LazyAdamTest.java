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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One table of three rows, one bias; the loss of a step is a weighted sum of some of them. */
class LazyAdamTest {

  private static final double LEARNING_RATE = 0.03;
  private static final int ROWS = 3;
  private static final int[][] TOUCHED = {{0}, {2, 0}, {1}, {0, 1, 2}, {2}, {2, 1}};

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
    for (Shape shape : List.of(new Shape(ROWS, 2), new Shape(1))) {
      NDArray parameter =
          manager.arange((int) shape.size()).toType(type, true).reshape(shape).duplicate();
      parameter.setRequiresGradient(true);
      parameters.add(parameter);
    }
    return parameters;
  }

  private static double weight(int step, int row) {
    return Math.sin(1 + 3 * step + row) * Math.pow(10, -row);
  }

  /** Loss: the sum over touched rows r of weight * (x_r0 + 2 x_r1), and step * bias. */
  private static void step(LazyAdam adam, NDList parameters, int step) {
    step(adam, parameters, step, TOUCHED[step % TOUCHED.length]);
  }

  private static void step(LazyAdam adam, NDList parameters, int step, int[] touched) {
    NDManager owner = parameters.head().getManager();
    try (StepScope scope = StepScope.training(owner, parameters)) {
      NDManager here = scope.manager();
      NDArray ids = here.create(touched).toType(DataType.INT64, true);
      Rows rows = Rows.of(new TripleUpload.Touched(null, ids, ids, null), adam);
      NDArray loss = Scalars.times(parameters.get(1), step + 1).sum();
      NDArray some = rows.ofUsers(parameters.get(0));
      for (int k = 0; k < touched.length; k++) {
        NDArray row = some.get(k);
        NDArray sum = row.get(0).add(Scalars.times(row.get(1), 2));
        loss = loss.add(Scalars.times(sum, weight(step, touched[k])));
      }
      adam.step(adam.gradients(loss, rows), rows);
    }
  }

  /**
   * What Adam makes of table and bias, one after the other, with zeros where nothing is touched.
   */
  private static double[] adam(int steps) {
    double[] value = {0, 1, 2, 3, 4, 5, 0};
    double[] first = new double[7];
    double[] second = new double[7];
    for (int step = 0; step < steps; step++) {
      double[] gradient = new double[7];
      gradient[6] = step + 1;
      for (int row : TOUCHED[step % TOUCHED.length]) {
        gradient[2 * row] = weight(step, row);
        gradient[2 * row + 1] = 2 * weight(step, row);
      }
      for (int k = 0; k < 7; k++) {
        move(value, first, second, k, gradient[k], step);
      }
    }
    return value;
  }

  private static void move(
      double[] value, double[] first, double[] second, int k, double gradient, int step) {
    first[k] = 0.9 * first[k] + 0.1 * gradient;
    second[k] = 0.999 * second[k] + 0.001 * gradient * gradient;
    double root = Math.sqrt(second[k] / (1 - Math.pow(0.999, step + 1)));
    value[k] -= LEARNING_RATE * first[k] / (1 - Math.pow(0.9, step + 1)) / (root + 1e-8);
  }

  private static double[] values(NDList parameters) {
    double[] values = new double[7];
    int at = 0;
    for (NDArray parameter : parameters) {
      try (NDArray doubles = parameter.toType(DataType.FLOAT64, true)) {
        for (double value : doubles.toDoubleArray()) {
          values[at++] = value;
        }
      }
    }
    return values;
  }

  private double[] lazily(DataType type, int steps) {
    NDList parameters = parameters(type);
    try (LazyAdam adam = new LazyAdam(manager, parameters, LEARNING_RATE)) {
      for (int step = 0; step < steps; step++) {
        step(adam, parameters, step);
      }
      settle(adam, parameters);
    }
    assertThat(parameters.get(0).hasGradient()).isTrue();
    return values(parameters);
  }

  private static void settle(LazyAdam adam, NDList parameters) {
    try (StepScope scope = StepScope.inference(parameters.head().getManager(), parameters)) {
      adam.settle();
    }
  }

  @Test
  void staysBesideAdam() {
    for (int steps : new int[] {2, 12, 13, 200, 2000}) {
      double[] expected = adam(steps);
      double tolerance = 0.4 * LEARNING_RATE; // 200 steps go some 100 learning rates
      for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
        assertThat(lazily(type, steps))
            .as("%d steps in %s", steps, type)
            .containsExactly(expected, within(tolerance));
      }
    }
  }

  /** Where no row misses a step, there is nothing to approximate. */
  @Test
  void isAdamForRowsThatAreAlwaysTouched() {
    int[] always = {0, 1, 2};
    for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
      NDList parameters = parameters(type);
      double[] value = {0, 1, 2, 3, 4, 5, 0};
      double[] first = new double[7];
      double[] second = new double[7];
      try (LazyAdam adam = new LazyAdam(manager, parameters, LEARNING_RATE)) {
        for (int step = 0; step < 12; step++) {
          step(adam, parameters, step, always);
          for (int k = 0; k < 6; k++) {
            move(value, first, second, k, (1 + k % 2) * weight(step, k / 2), step);
          }
          move(value, first, second, 6, step + 1, step);
        }
        settle(adam, parameters);
      }
      double tolerance = type == DataType.FLOAT32 ? 1e-5 : 1e-7; // steps are counted in float32
      assertThat(values(parameters)).as("%s", type).containsExactly(value, within(tolerance));
    }
  }

  @Test
  void settlingTwiceIsSettlingOnce() {
    NDList parameters = parameters(DataType.FLOAT32);
    try (LazyAdam adam = new LazyAdam(manager, parameters, LEARNING_RATE)) {
      for (int step = 0; step < 7; step++) {
        step(adam, parameters, step);
      }
      double[] before = values(parameters);
      settle(adam, parameters);
      double[] settled = values(parameters);
      settle(adam, parameters);
      assertThat(settled).isNotEqualTo(before);
      assertThat(values(parameters)).containsExactly(settled);
    }
  }

  @Test
  void continuesFromASavedStateBitForBit() {
    NDList parameters = parameters(DataType.FLOAT32);
    NDList others = parameters(DataType.FLOAT32);
    try (LazyAdam adam = new LazyAdam(manager, parameters, LEARNING_RATE);
        LazyAdam restored = new LazyAdam(manager, others, LEARNING_RATE)) {
      for (int step = 0; step < 7; step++) {
        step(adam, parameters, step);
      }
      Kernels.copy(parameters, others);
      restored.restore(adam.state());
      for (int step = 7; step < 11; step++) {
        step(adam, parameters, step);
        step(restored, others, step);
      }
      assertThat(values(others)).containsExactly(values(parameters));
      assertThatThrownBy(() -> restored.restore(new NDList(others)))
          .hasMessage("state has 2 arrays, expected 7");
    }
  }
}
