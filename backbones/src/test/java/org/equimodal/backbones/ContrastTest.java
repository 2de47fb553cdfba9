package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contrastive loss of MGCN on a batch in which users and items repeat. */
class ContrastTest {

  private static final int USERS = 5;
  private static final int ITEMS = 6;
  private static final int WIDTH = 3;
  private static final double STEP = 1e-6;
  private static final Triples BATCH =
      new Triples(new int[] {0, 1, 0, 3, 0}, new int[] {2, 2, 5, 1, 2}, new int[] {1, 0, 4, 3, 0});

  private NDManager manager;
  private NDList tables; // first users, first items, second users, second items

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    RandomGenerator random = Seeds.generator(TestSeed.get(), "contrast-test");
    tables = new NDList();
    for (int rows : new int[] {USERS, ITEMS, USERS, ITEMS}) {
      double[] values = random.doubles((long) rows * WIDTH, -1, 1).toArray();
      NDArray table = manager.create(values, new Shape(rows, WIDTH)).duplicate();
      table.setRequiresGradient(true);
      tables.add(table);
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray loss(NDManager scope, double temperature, double weight) {
    Factor first = new Factor(tables.get(0), tables.get(1));
    Factor second = new Factor(tables.get(2), tables.get(3));
    return new Contrast(first, second, temperature, weight)
        .on(ToyData.triples(scope, BATCH, ToyData.noTriples()));
  }

  private double value(double temperature, double weight) {
    try (StepScope scope = StepScope.inference(manager, tables)) {
      return loss(scope.manager(), temperature, weight).getDouble();
    }
  }

  private double[][] gradients(double temperature, double weight) {
    try (StepScope scope = StepScope.training(manager, tables)) {
      NDArray loss = loss(scope.manager(), temperature, weight);
      return Kernels.gradients(loss, tables).stream().map(Probe::doubles).toArray(double[][]::new);
    }
  }

  private double[] row(int table, int row) {
    double[] values = tables.get(table).toDoubleArray();
    return Arrays.copyOfRange(values, row * WIDTH, (row + 1) * WIDTH);
  }

  /** Minus the mean of log( exp(s_ii) / sum_j exp(s_ij) ). */
  private double infoNce(int first, int second, int[] batch, double temperature) {
    double sum = 0;
    for (int row : batch) {
      double all = 0;
      for (int other : batch) {
        all += Math.exp(Naive.cosine(row(first, row), row(second, other)) / temperature);
      }
      double matching = Math.exp(Naive.cosine(row(first, row), row(second, row)) / temperature);
      sum -= Math.log(matching / all);
    }
    return sum / batch.length;
  }

  @Test
  void isTheCrossEntropyOfEveryRowAmongTheBatch() {
    for (double temperature : new double[] {0.2, 1}) {
      double expected =
          infoNce(0, 2, BATCH.users(), temperature) + infoNce(1, 3, BATCH.positives(), temperature);
      assertThat(value(temperature, 0.3))
          .as(TestSeed.message())
          .isCloseTo(0.3 * expected, within(1e-12));
    }
  }

  @Test
  void negativesOfTriplesDoNotMatter() {
    double before = value(0.2, 1);
    double[] items = tables.get(3).toDoubleArray();
    Arrays.fill(items, 3 * WIDTH, 5 * WIDTH, 7); // items 3 and 4 are no positives
    set(tables.get(3), items);
    assertThat(value(0.2, 1)).isEqualTo(before);
  }

  @Test
  void hasTheGradientsOfFiniteDifferences() {
    double[][] gradients = gradients(0.2, 0.3);
    for (int t = 0; t < gradients.length; t++) {
      NDArray table = tables.get(t);
      double[] values = table.toDoubleArray();
      for (int k = 0; k < values.length; k++) {
        double[] losses = new double[2];
        for (int side = 0; side < 2; side++) {
          double[] moved = values.clone();
          moved[k] += side == 0 ? STEP : -STEP;
          set(table, moved);
          losses[side] = value(0.2, 0.3);
        }
        set(table, values);
        assertThat(gradients[t][k])
            .as("table %d, entry %d, %s", t, k, TestSeed.message())
            .isCloseTo((losses[0] - losses[1]) / (2 * STEP), within(1e-8));
      }
    }
  }

  private void set(NDArray table, double[] values) {
    try (NDManager scratch = manager.newSubManager()) {
      Kernels.copy(new NDList(scratch.create(values, table.getShape())), new NDList(table));
    }
  }

  @Test
  void isFiniteForAnyTemperatureAndAnySizeOfRows() {
    for (double size : new double[] {1e30, 1, 1e-30, 0}) {
      for (NDArray table : tables) {
        set(table, Arrays.stream(table.toDoubleArray()).map(v -> Math.signum(v) * size).toArray());
      }
      for (double temperature : new double[] {1e-5, 1e5}) { // cosines of up to 1e5
        String description = "rows of size %s, temperature %s".formatted(size, temperature);
        assertThat(value(temperature, 1)).as(description).isFinite().isNotNegative();
        for (double[] gradient : gradients(temperature, 1)) {
          assertThat(Naive.largest(gradient)).as(description).isFinite();
        }
      }
    }
  }
}
