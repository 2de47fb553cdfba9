package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.equimodal.backbones.TestSeed;
import org.equimodal.backbones.tensor.GradientTape.Operation;
import org.equimodal.datasets.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is repeated is what a step does. */
class EdgeWorkTest {

  private static final int TARGETS = 5;
  private static final int SOURCES = 6;
  private static final int WIDTH = 3;
  private static final int[] OFFSETS = {0, 3, 4, 8, 9, 9};
  private static final int[] SOURCE = {0, 2, 4, 1, 0, 1, 2, 3, 4};
  private static final int COUNT = SOURCE.length;

  private final RandomGenerator random = Seeds.generator(TestSeed.get(), "edge-work-test");
  private NDManager manager;
  private Constants constants;
  private Edges edges;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    constants = new Constants(manager, DataType.FLOAT64);
    edges = new Edges(constants, TARGETS, SOURCES, OFFSETS, SOURCE);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray gaussians(long... shape) {
    double[] values = new double[(int) new Shape(shape).size()];
    Arrays.setAll(values, k -> random.nextGaussian());
    return manager.create(values, new Shape(shape)).duplicate();
  }

  /** The kernels called alone give the gradients that the tape gives. */
  private void repeats(Operation operation, NDArray one, NDArray two, NDArray arrived) {
    EdgeWork.Item item = new EdgeWork.Item(operation, edges, WIDTH, true, two != null);
    NDList parameters = two == null ? new NDList(one) : new NDList(one, two);
    NDList alone = item.gradients(one, two, item.result(one, two), arrived);
    assertThat(alone).hasSameSizeAs(parameters);
    parameters.forEach(parameter -> parameter.setRequiresGradient(true));
    try (StepScope scope =
        StepScope.training(manager, parameters, new NDList(arrived), constants.arrays())) {
      NDArray loss = item.result(one, two).mul(arrived).sum();
      NDList taped = Kernels.gradients(loss, parameters);
      for (int p = 0; p < taped.size(); p++) {
        assertThat(alone.get(p).toDoubleArray())
            .as("%s, input %d, %s", operation, p, TestSeed.message())
            .containsExactly(taped.get(p).toDoubleArray(), within(1e-12));
      }
    }
  }

  @Test
  void repeatsTheBackwardPass() {
    repeats(Operation.SUM, gaussians(COUNT), gaussians(SOURCES, WIDTH), gaussians(TARGETS, WIDTH));
    repeats(Operation.DOT, gaussians(TARGETS, WIDTH), gaussians(SOURCES, WIDTH), gaussians(COUNT));
    repeats(Operation.SOFTMAX, gaussians(COUNT), null, gaussians(COUNT));
    repeats(Operation.GATHER, gaussians(SOURCES), null, gaussians(COUNT));
  }

  @Test
  void notesWhatATrainingStepDoes() {
    NDArray parameter = gaussians(SOURCES, WIDTH);
    NDArray constant = gaussians(TARGETS, WIDTH);
    NDArray weights = gaussians(COUNT);
    parameter.setRequiresGradient(true);
    EdgeWork work =
        EdgeWork.of(
            () -> {
              try (StepScope scope =
                  StepScope.training(
                      manager, new NDList(parameter, constant, weights), constants.arrays())) {
                NDArray attention = edges.softmax(edges.dot(constant, parameter));
                NDArray believed = attention.mul(edges.ofSource(parameter.get(":, 0")));
                NDArray sums = edges.sum(believed, parameter);
                NDArray fixed = edges.sum(weights, parameter.stopGradient());
                assertThat(sums.getManager()).isSameAs(scope.manager());
                assertThat(fixed.getManager()).isSameAs(scope.manager());
              }
            });
    assertThat(work.items())
        .containsExactly(
            new EdgeWork.Item(Operation.DOT, edges, WIDTH, false, true),
            new EdgeWork.Item(Operation.SOFTMAX, edges, 1, true, false),
            new EdgeWork.Item(Operation.GATHER, edges, 1, true, false),
            new EdgeWork.Item(Operation.SUM, edges, WIDTH, true, true),
            new EdgeWork.Item(Operation.SUM, edges, WIDTH, false, false));
    assertThat(work.repeat(manager, DataType.FLOAT64)).isPositive();
    assertThat(constants.arrays()).allMatch(array -> array.getManager() == manager);
  }

  @Test
  void notesNothingOutsideTrainingOrWhenNotAsked() {
    NDArray rows = gaussians(SOURCES, WIDTH);
    NDArray weights = gaussians(COUNT);
    EdgeWork work = EdgeWork.of(() -> assertThat(edges.sum(weights, rows)).isNotNull());
    try (StepScope scope =
        StepScope.training(manager, new NDList(rows, weights), constants.arrays())) {
      assertThat(edges.sum(weights, rows).getManager()).isSameAs(scope.manager());
    }
    assertThat(work.items()).isEmpty();
    assertThat(work.repeat(manager, DataType.FLOAT64)).isZero();
  }
}
