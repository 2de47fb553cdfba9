package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The regulariser against a loop over the 2B rows (user, positive) and (user, negative). */
class TablePenaltyTest {

  private static final int USERS = 5;
  private static final int ITEMS = 6;
  private static final int WIDTH = 3;
  private static final double WEIGHT = 0.7;
  private static final long[][] TRIPLES = {{1, 3, 1, 0}, {0, 2, 4, 0}, {2, 0, 0, 5}};

  private final RandomGenerator random = Seeds.generator(TestSeed.get(), "penalty-test");
  private NDManager manager;
  private NDList tables; // X, P^1, P^2

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    tables = new NDList(table(USERS + ITEMS), table(USERS), table(USERS));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray table(int rows) {
    double[] values = new double[rows * WIDTH];
    Arrays.setAll(values, k -> random.nextGaussian());
    NDArray table = manager.create(values, new Shape(rows, WIDTH)).duplicate();
    table.setRequiresGradient(true);
    return table;
  }

  private NDArray penalty(double weight) {
    TablePenalty penalty =
        new TablePenalty(
            Factor.ofNodes(tables.get(0), USERS), List.of(tables.get(1), tables.get(2)), weight);
    long[] ids = Arrays.stream(TRIPLES).flatMapToLong(Arrays::stream).toArray();
    NDManager scope = tables.head().getManager();
    return penalty.on(scope.create(ids, new Shape(3, TRIPLES[0].length)));
  }

  /** The weight of each row of a table in the mean over the 2B rows and their columns. */
  private static double[] shares(boolean withItems) {
    int batch = TRIPLES[0].length;
    double[] shares = new double[withItems ? USERS + ITEMS : USERS];
    for (int k = 0; k < 2 * batch; k++) {
      shares[(int) TRIPLES[0][k % batch]] += 1.0 / (2 * batch * WIDTH);
      if (withItems) {
        int item = (int) TRIPLES[k < batch ? 1 : 2][k % batch];
        shares[USERS + item] += 1.0 / (2 * batch * WIDTH);
      }
    }
    return shares;
  }

  @Test
  void isTheMeanSquareOfTheBatchsRows() {
    double expected = 0;
    for (int t = 0; t < tables.size(); t++) {
      double[] values = tables.get(t).toDoubleArray();
      double[] shares = shares(t == 0);
      for (int k = 0; k < values.length; k++) {
        expected += shares[k / WIDTH] * values[k] * values[k];
      }
    }
    try (StepScope scope = StepScope.inference(manager, tables)) {
      NDArray penalty = penalty(WEIGHT);
      assertThat(penalty.getManager()).isSameAs(scope.manager());
      assertThat(penalty.getShape().dimension()).isZero();
      assertThat(penalty.getDouble())
          .as(TestSeed.message())
          .isCloseTo(WEIGHT * expected, within(1e-12));
      assertThat(penalty(0).getDouble()).isZero();
    }
  }

  @Test
  void gradientsReachTheBatchsRowsAlone() {
    try (StepScope scope = StepScope.training(manager, tables)) {
      NDList gradients = Kernels.gradients(penalty(WEIGHT), tables);
      assertThat(gradients.head().getManager()).isSameAs(scope.manager());
      for (int t = 0; t < tables.size(); t++) {
        double[] values = tables.get(t).toDoubleArray();
        double[] shares = shares(t == 0);
        double[] expected = new double[values.length];
        Arrays.setAll(expected, k -> 2 * WEIGHT * shares[k / WIDTH] * values[k]);
        assertThat(gradients.get(t).toDoubleArray())
            .as("table %d, %s", t, TestSeed.message())
            .containsExactly(expected, within(1e-12));
        assertThat(expected).as("rows outside the batch").contains(0);
      }
    }
  }
}
