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
import java.util.List;
import java.util.random.RandomGenerator;
import org.equimodal.backbones.TestSeed;
import org.equimodal.backbones.tensor.GradientTape.Operation;
import org.equimodal.datasets.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is noted, reckoned and repeated is what a step does. */
class StepWorkTest {

  private static final int TARGETS = 5;
  private static final int SOURCES = 6;
  private static final int WIDTH = 3;
  private static final int[] OFFSETS = {0, 3, 4, 8, 9, 9};
  private static final int[] SOURCE = {0, 2, 4, 1, 0, 1, 2, 3, 4};
  private static final int COUNT = SOURCE.length;

  private final RandomGenerator random = Seeds.generator(TestSeed.get(), "step-work-test");
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

  private EdgeWork edgeWork(Operation operation, long width, boolean first, boolean second) {
    return new EdgeWork(operation, edges, width, first, second);
  }

  /** The kernels called alone give the gradients that the tape gives. */
  private void repeats(Operation operation, NDArray one, NDArray two, NDArray arrived) {
    EdgeWork item = edgeWork(operation, WIDTH, true, two != null);
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
  void repeatsTheBackwardPassOnEdges() {
    repeats(Operation.SUM, gaussians(COUNT), gaussians(SOURCES, WIDTH), gaussians(TARGETS, WIDTH));
    repeats(Operation.DOT, gaussians(TARGETS, WIDTH), gaussians(SOURCES, WIDTH), gaussians(COUNT));
    repeats(Operation.SOFTMAX, gaussians(COUNT), null, gaussians(COUNT));
    repeats(Operation.GATHER, gaussians(SOURCES), null, gaussians(COUNT));
  }

  @Test
  void notesOperationsOnEdges() {
    NDArray parameter = gaussians(SOURCES, WIDTH);
    NDArray constant = gaussians(TARGETS, WIDTH);
    NDArray weights = gaussians(COUNT);
    parameter.setRequiresGradient(true);
    StepWork work =
        StepWork.of(
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
    assertThat(work.edges())
        .containsExactly(
            edgeWork(Operation.DOT, WIDTH, false, true),
            edgeWork(Operation.SOFTMAX, 1, true, false),
            edgeWork(Operation.GATHER, 1, true, false),
            edgeWork(Operation.SUM, WIDTH, true, true),
            edgeWork(Operation.SUM, WIDTH, false, false));
    assertThat(work.all()).hasSameElementsAs(work.edges());
  }

  @Test
  void notesLinearLayersAndMargins() {
    NDArray features = gaussians(SOURCES, 4);
    NDArray weight = gaussians(WIDTH, 4);
    NDArray users = gaussians(1, WIDTH);
    NDArray triples = manager.create(new long[] {0, 0, 1, 2, 3, 3}, new Shape(3, 2));
    weight.setRequiresGradient(true);
    users.setRequiresGradient(true);
    StepWork work =
        StepWork.of(
            () -> {
              try (StepScope scope =
                  StepScope.training(manager, new NDList(features, weight, users, triples))) {
                StepWork.noteLinear("visual", features, weight);
                NDArray items = features.matMul(weight.transpose());
                StepWork.noteLinear("next", items, weight);
                Kernels.margins(users, items, triples, 1);
                Kernels.margins(users.stopGradient(), features.get(":, :3"), triples, 1);
                Kernels.nodeMargins(items, 2, triples, 2);
                assertThat(items.getManager()).isSameAs(scope.manager());
              }
            });
    assertThat(work.products())
        .containsExactly(
            new LinearWork("visual", SOURCES, 4, WIDTH, false, true),
            new LinearWork("next", SOURCES, WIDTH, WIDTH, true, true));
    assertThat(work.margins())
        .containsExactly(
            new MarginWork(2, WIDTH, 1, SOURCES, true, true),
            new MarginWork(2, WIDTH, 1, SOURCES, false, false),
            new MarginWork(2, WIDTH, 2, SOURCES - 2, true, true));
    assertThat(work.edges()).isEmpty();
  }

  @Test
  void costsAreThoseOfTheOperationsRepeated() {
    LinearWork learnt = new LinearWork("visual", 7, 4, 3, false, true);
    assertThat(learnt.forward()).isEqualTo(Cost.product(7, 4, 3));
    assertThat(learnt.backward()).containsExactly(Cost.product(3, 7, 4));
    assertThat(new LinearWork("inner", 7, 4, 3, true, true).backward())
        .containsExactly(Cost.product(7, 3, 4), Cost.product(3, 7, 4));

    Cost there = Cost.edgeRows(COUNT, SOURCES, TARGETS, WIDTH);
    Cost back = Cost.edgeRows(COUNT, TARGETS, SOURCES, WIDTH);
    EdgeWork sum = edgeWork(Operation.SUM, WIDTH, false, true);
    assertThat(sum.forward()).isEqualTo(there);
    assertThat(sum.backward()).containsExactly(back);
    assertThat(edgeWork(Operation.DOT, WIDTH, true, true).backward()).containsExactly(there, back);
    assertThat(edgeWork(Operation.SOFTMAX, 1, true, false).backward())
        .containsExactly(Cost.edgeSoftmaxGradient(COUNT, TARGETS));
    assertThat(edgeWork(Operation.GATHER, 1, false, false).backward()).isEmpty();

    assertThat(new MarginWork(5, 2, 7, 9, true, true).backward())
        .containsExactly(Cost.marginsGradient(5, 2, 7, 9));
    assertThat(new MarginWork(5, 2, 7, 9, false, false).backward()).isEmpty();
    assertThat(new MarginWork(5, 2, 1, 9, false, true).forward())
        .isEqualTo(Cost.margins(5, 2, false, true));
  }

  @Test
  void repeatsAlone() {
    List<Work.Repeatable> work =
        List.of(
            new LinearWork("visual", 7, 4, 3, true, true),
            edgeWork(Operation.DOT, WIDTH, true, true),
            edgeWork(Operation.SOFTMAX, 1, true, false),
            edgeWork(Operation.GATHER, 1, true, false),
            edgeWork(Operation.SUM, WIDTH, true, true));
    try (Operands operands = new Operands(manager, DataType.FLOAT64);
        DeviceClock clock = new DeviceClock(manager)) {
      Repetition repetition = new Repetition(operands, work);
      assertThat(repetition.nanoseconds(clock)).isPositive();
      assertThat(repetition.nanoseconds(clock)).isPositive();
      assertThat(operands.arrays()).allMatch(array -> array.getManager() == operands.manager());
      assertThat(constants.arrays()).allMatch(array -> array.getManager() == manager);
    }
  }

  @Test
  void notesNothingOutsideTrainingOrWhenNotAsked() {
    NDArray rows = gaussians(SOURCES, WIDTH);
    NDArray weights = gaussians(COUNT);
    StepWork work =
        StepWork.of(
            () -> {
              assertThat(edges.sum(weights, rows)).isNotNull();
              StepWork.noteLinear("visual", rows, rows);
            });
    try (StepScope scope =
        StepScope.training(manager, new NDList(rows, weights), constants.arrays())) {
      assertThat(edges.sum(weights, rows).getManager()).isSameAs(scope.manager());
    }
    assertThat(work.all()).isEmpty();
  }
}
