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
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.equimodal.backbones.TestSeed;
import org.equimodal.datasets.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelsTest {

  private static final int USERS = 4;
  private static final int ITEMS = 5;
  private static final int WIDTH = 3;
  private static final int COUNT = 11;
  private static final int BATCH = 6;

  private final RandomGenerator random = Seeds.generator(TestSeed.get(), "kernels-test");
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private double[] gaussians(int count) {
    double[] values = new double[count];
    Arrays.setAll(values, k -> random.nextGaussian());
    return values;
  }

  private long[] triples() {
    long[] ids = new long[3 * COUNT];
    Arrays.setAll(ids, k -> random.nextInt(k < COUNT ? USERS : ITEMS));
    return ids;
  }

  /** A row of a matrix that may have one row for all. */
  private static double at(double[] matrix, long row, int column) {
    return matrix[(int) (matrix.length == WIDTH ? 0 : row) * WIDTH + column];
  }

  private static double[] naiveMargins(double[] users, double[] items, long[] triples) {
    double[] margins = new double[COUNT];
    for (int k = 0; k < COUNT; k++) {
      for (int c = 0; c < WIDTH; c++) {
        double difference = at(items, triples[COUNT + k], c) - at(items, triples[2 * COUNT + k], c);
        margins[k] += at(users, triples[k], c) * difference;
      }
    }
    return margins;
  }

  private static double naiveSquares(double[] users, double[] items, long[] triples, int batch) {
    double squares = 0;
    for (int k = 0; k < batch; k++) {
      for (int c = 0; c < WIDTH; c++) {
        double u = at(users, triples[k], c);
        double i = at(items, triples[COUNT + k], c);
        double j = at(items, triples[2 * COUNT + k], c);
        squares += u * u + i * i + j * j;
      }
    }
    return squares;
  }

  @ParameterizedTest
  @CsvSource({"4, 5, 6", "1, 5, 6", "4, 1, 6", "1, 1, 6", "4, 5, 0", "4, 5, 11"})
  void marginsAreThoseOfALoop(int userRows, int itemRows, int batch) {
    double[] users = gaussians(userRows * WIDTH);
    double[] items = gaussians(itemRows * WIDTH);
    long[] triples = triples();
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      Kernels.MarginsAndSquares actual =
          Kernels.margins(
              manager.create(users, new Shape(userRows, WIDTH)).toType(type, false),
              manager.create(items, new Shape(itemRows, WIDTH)).toType(type, false),
              manager.create(triples, new Shape(3, COUNT)),
              batch);
      double tolerance = type == DataType.FLOAT32 ? 1e-5 : 1e-12;
      assertThat(actual.margins().toType(DataType.FLOAT64, true).toDoubleArray())
          .as(TestSeed.message())
          .containsExactly(naiveMargins(users, items, triples), within(tolerance));
      assertThat(actual.squares().toType(DataType.FLOAT64, true).getDouble())
          .as(TestSeed.message())
          .isCloseTo(naiveSquares(users, items, triples, batch), within(10 * tolerance));
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 5", "1, 5", "4, 1"})
  void gradientsOfMarginsAreFiniteDifferences(int userRows, int itemRows) {
    double[] users = gaussians(userRows * WIDTH);
    double[] items = gaussians(itemRows * WIDTH);
    double[] weights = gaussians(COUNT);
    long[] triples = triples();
    NDArray userMatrix = manager.create(users, new Shape(userRows, WIDTH));
    NDArray itemMatrix = manager.create(items, new Shape(itemRows, WIDTH));
    userMatrix.setRequiresGradient(true);
    itemMatrix.setRequiresGradient(true);
    NDList gradients;
    try (StepScope scope =
        StepScope.training(manager, new NDList(userMatrix), new NDList(itemMatrix))) {
      NDArray ids = scope.manager().create(triples, new Shape(3, COUNT));
      Kernels.MarginsAndSquares out = Kernels.margins(userMatrix, itemMatrix, ids, BATCH);
      NDArray weighted = out.margins().mul(scope.manager().create(weights)).sum();
      gradients =
          Kernels.gradients(weighted.add(out.squares()), new NDList(userMatrix, itemMatrix));
      gradients.attach(manager);
    }
    for (int side = 0; side < 2; side++) {
      double[] actual = gradients.get(side).toDoubleArray();
      double[] matrix = side == 0 ? users : items;
      assertThat(actual).hasSameSizeAs(matrix);
      for (int k = 0; k < matrix.length; k++) {
        double value = matrix[k];
        matrix[k] = value + 1e-5;
        double above = naiveLoss(users, items, triples, weights);
        matrix[k] = value - 1e-5;
        double below = naiveLoss(users, items, triples, weights);
        matrix[k] = value;
        assertThat(actual[k])
            .as("%s[%d], %s", side == 0 ? "users" : "items", k, TestSeed.message())
            .isCloseTo((above - below) / 2e-5, within(1e-7));
      }
    }
  }

  private static double naiveLoss(
      double[] users, double[] items, long[] triples, double[] weights) {
    double loss = naiveSquares(users, items, triples, BATCH);
    double[] margins = naiveMargins(users, items, triples);
    for (int k = 0; k < COUNT; k++) {
      loss += weights[k] * margins[k];
    }
    return loss;
  }

  private static double[] naiveNormalize(double[] rows) {
    double[] unit = new double[rows.length];
    for (int row = 0; row < rows.length; row += WIDTH) {
      double squares = 0;
      for (int c = row; c < row + WIDTH; c++) {
        squares += rows[c] * rows[c];
      }
      for (int c = row; c < row + WIDTH; c++) {
        unit[c] = rows[c] / Math.max(Math.sqrt(squares), 1e-12);
      }
    }
    return unit;
  }

  private static double[] naiveLogSumExp(double[] rows) {
    double[] sums = new double[rows.length / WIDTH];
    for (int k = 0; k < rows.length; k++) {
      sums[k / WIDTH] += Math.exp(rows[k]);
    }
    return Arrays.stream(sums).map(Math::log).toArray();
  }

  @Test
  void marginsOfOneMatrixAndOfConstantsAreThoseOfTwo() {
    NDArray nodes =
        manager.create(gaussians((USERS + ITEMS) * WIDTH), new Shape(USERS + ITEMS, WIDTH));
    NDArray users = nodes.get(":" + USERS).duplicate();
    NDArray items = nodes.get(USERS + ":").duplicate();
    NDArray ids = manager.create(triples(), new Shape(3, COUNT));
    for (int batch : new int[] {0, BATCH, COUNT}) {
      Kernels.MarginsAndSquares two = Kernels.margins(users, items, ids, batch);
      Kernels.MarginsAndSquares one = Kernels.nodeMargins(nodes, USERS, ids, batch);
      double[] expected = two.margins().toDoubleArray();
      assertThat(one.margins().toDoubleArray()).containsExactly(expected, within(1e-12));
      assertThat(one.squares().getDouble()).isCloseTo(two.squares().getDouble(), within(1e-12));
      assertThat(Kernels.constantMargins(users, items, ids).toDoubleArray())
          .containsExactly(expected, within(1e-12));
    }
  }

  @Test
  void normalizesRows() {
    hasValuesAndGradients(UnitRows::of, KernelsTest::naiveNormalize);
  }

  @Test
  void addsProductsOfEqualShapes() {
    NDArray two = manager.create(gaussians(USERS * WIDTH), new Shape(USERS, WIDTH)).duplicate();
    double[] factors = two.toDoubleArray();
    hasValuesAndGradients(
        x -> Products.add(x, x, two),
        values -> elementwise(values, k -> values[k] + values[k] * factors[k]));
    hasValuesAndGradients(
        x -> Products.add(two, two, x),
        values -> elementwise(values, k -> factors[k] + values[k] * factors[k]));
  }

  @Test
  void addsProductsWithOneFactorPerRow() {
    NDArray rows = manager.create(gaussians(USERS * WIDTH), new Shape(USERS, WIDTH)).duplicate();
    double[] others = rows.toDoubleArray();
    hasValuesAndGradients(
        x -> {
          NDArray column = GradientTape.cut(x).get(":, 1:2");
          return Products.add(Products.add(x, x, column), rows, column);
        },
        values ->
            elementwise(
                values,
                k -> {
                  double factor = values[k / WIDTH * WIDTH + 1];
                  return values[k] + (values[k] + others[k]) * factor;
                }));
  }

  private static double[] elementwise(double[] like, IntToDoubleFunction value) {
    return IntStream.range(0, like.length).mapToDouble(value).toArray();
  }

  @Test
  void logsTheSumOfExponentialsOfRows() {
    hasValuesAndGradients(Kernels::logSumExp, KernelsTest::naiveLogSumExp);
  }

  /** Against a loop, and its finite differences under random weights. */
  private void hasValuesAndGradients(UnaryOperator<NDArray> kernel, UnaryOperator<double[]> naive) {
    double[] values = gaussians(USERS * WIDTH);
    double[] weights = gaussians(naive.apply(values).length);
    NDArray rows = manager.create(values, new Shape(USERS, WIDTH)).duplicate();
    rows.setRequiresGradient(true);
    double[] gradient;
    try (StepScope scope = StepScope.training(manager, new NDList(rows))) {
      NDArray out = kernel.apply(rows);
      assertThat(out.toDoubleArray())
          .as(TestSeed.message())
          .containsExactly(naive.apply(values), within(1e-12));
      NDArray weighted = out.mul(scope.manager().create(weights, out.getShape())).sum();
      gradient = Kernels.gradients(weighted, new NDList(rows)).head().toDoubleArray();
    }
    for (int k = 0; k < values.length; k++) {
      double[] losses = new double[2];
      for (int side = 0; side < 2; side++) {
        double[] moved = values.clone();
        moved[k] += side == 0 ? 1e-5 : -1e-5;
        double[] out = naive.apply(moved);
        for (int o = 0; o < out.length; o++) {
          losses[side] += weights[o] * out[o];
        }
      }
      assertThat(gradient[k])
          .as("%d, %s", k, TestSeed.message())
          .isCloseTo((losses[0] - losses[1]) / 2e-5, within(1e-7));
    }
  }

  @Test
  void aZeroRowStaysZeroAndItsGradientFinite() {
    NDArray rows = manager.zeros(new Shape(2, WIDTH));
    rows.setRequiresGradient(true);
    try (StepScope scope = StepScope.training(manager, new NDList(rows))) {
      NDArray unit = UnitRows.of(rows);
      assertThat(unit.getManager()).isSameAs(scope.manager());
      assertThat(unit.toFloatArray()).containsOnly(0);
      float[] gradient = Kernels.gradients(unit.sum(), new NDList(rows)).head().toFloatArray();
      for (float value : gradient) {
        assertThat(value).isCloseTo(1e12f, within(1e6f));
      }
    }
  }

  @Test
  void logSumExpStandsLargeNumbers() {
    NDArray rows = manager.create(new float[] {1000, 1000, -1000, -1000}, new Shape(2, 2));
    assertThat(Kernels.logSumExp(rows).toFloatArray())
        .containsExactly(new float[] {1000.6931f, -999.3069f}, within(1e-3f));
  }

  private static double naiveLinear(
      double[] rows, double[] weight, double[] bias, int row, int out) {
    double sum = bias[out];
    for (int c = 0; c < WIDTH; c++) {
      sum += rows[row * WIDTH + c] * weight[out * WIDTH + c];
    }
    return sum;
  }

  /** Two factors and their product are rounded to 8 significant bits each. */
  @Test
  void projectsInBfloat16() {
    double[] rows = gaussians(ITEMS * WIDTH);
    double[] weight = gaussians(USERS * WIDTH);
    double[] bias = gaussians(USERS);
    NDArray w = manager.create(weight, new Shape(USERS, WIDTH)).toType(DataType.FLOAT32, true);
    NDArray beta = manager.create(bias).toType(DataType.FLOAT32, true);
    w.setRequiresGradient(true);
    beta.setRequiresGradient(true);
    try (StepScope scope = StepScope.training(manager, new NDList(w, beta))) {
      NDArray f = scope.manager().create(rows, new Shape(ITEMS, WIDTH));
      NDArray out = Kernels.linearBfloat16(f.toType(DataType.FLOAT32, false), w, beta);
      assertThat(out.getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(out.getShape()).isEqualTo(new Shape(ITEMS, USERS));
      float[] values = out.toFloatArray();
      boolean rounded = false;
      for (int k = 0; k < values.length; k++) {
        double exact = naiveLinear(rows, weight, bias, k / USERS, k % USERS);
        assertThat((double) values[k]).as(TestSeed.message()).isCloseTo(exact, within(0.1));
        rounded |= Math.abs(values[k] - exact) > 1e-4;
      }
      assertThat(rounded).as("in bfloat16 at all, " + TestSeed.message()).isTrue();
      NDList gradients = Kernels.gradients(out.sum(), new NDList(w, beta));
      float[] ofWeight = gradients.get(0).toFloatArray(); // the sum of each column of the rows
      for (int k = 0; k < ofWeight.length; k++) {
        double sum = 0;
        for (int row = 0; row < ITEMS; row++) {
          sum += rows[row * WIDTH + k % WIDTH];
        }
        assertThat((double) ofWeight[k]).as(TestSeed.message()).isCloseTo(sum, within(0.1));
      }
      assertThat(gradients.get(1).toFloatArray()).containsOnly(ITEMS);
    }
  }

  @Test
  void namesOfArgumentsMeanNothing() {
    NDArray users = manager.ones(new Shape(USERS, WIDTH));
    NDArray items = manager.ones(new Shape(ITEMS, WIDTH));
    users.setName("visual.preference");
    items.setName("visual.projection[]");
    NDArray ids = manager.create(triples(), new Shape(3, COUNT));
    assertThat(Kernels.margins(users, items, ids, BATCH).margins().toFloatArray()).containsOnly(0);
  }

  @Test
  void gradientsOfUnusedParametersAreZero() {
    NDArray used = manager.create(new float[] {1, 2});
    NDArray unused = manager.create(new float[] {3, 4, 5}, new Shape(1, 3));
    used.setRequiresGradient(true);
    unused.setRequiresGradient(true);
    try (StepScope scope = StepScope.training(manager, new NDList(used), new NDList(unused))) {
      NDList gradients = Kernels.gradients(used.mul(used).sum(), new NDList(unused, used));
      assertThat(gradients).hasSize(2);
      assertThat(gradients.get(0).getShape()).isEqualTo(unused.getShape());
      assertThat(gradients.get(0).toFloatArray()).containsOnly(0);
      assertThat(gradients.get(1).toFloatArray()).containsExactly(2, 4);
      assertThat(gradients.get(0).getManager()).isSameAs(scope.manager());
    }
  }

  @Test
  void gradientsAreDenseWhereRowsAreLookedUpTwice() {
    NDArray users = manager.ones(new Shape(USERS, 1));
    NDArray items = manager.create(new float[] {0, 1}, new Shape(2, 1));
    users.setRequiresGradient(true);
    try (StepScope scope = StepScope.training(manager, new NDList(users), new NDList(items))) {
      NDArray ids = scope.manager().create(new long[] {2, 2, 0, 1, 1, 1, 0, 0, 0}, new Shape(3, 3));
      NDArray margins = Kernels.margins(users, items, ids, 0).margins();
      NDArray gradient = Kernels.gradients(margins.sum(), new NDList(users)).head();
      assertThat(gradient.getShape()).isEqualTo(users.getShape());
      assertThat(gradient.toFloatArray()).containsExactly(1, 0, 2, 0);
    }
  }

  @Test
  void copiesToOtherTypes() {
    NDArray floats = manager.create(new float[] {1.5f, -2, 3});
    NDArray longs = manager.create(new long[] {7, 8});
    NDArray doubles = manager.zeros(new Shape(3), DataType.FLOAT64);
    NDArray moreFloats = manager.zeros(new Shape(2), DataType.FLOAT32);
    Kernels.copy(new NDList(floats, longs), new NDList(doubles, moreFloats));
    assertThat(doubles.toDoubleArray()).containsExactly(1.5, -2, 3);
    assertThat(moreFloats.toFloatArray()).containsExactly(7, 8);
  }

  @Test
  void copiesBetweenParametersWithoutAGraph() {
    NDArray origin = manager.create(new float[] {1, 2});
    NDArray target = manager.create(new float[] {3, 4});
    origin.setRequiresGradient(true);
    target.setRequiresGradient(true);
    int before = manager.getManagedArrays().size();
    try (StepScope scope = StepScope.training(manager)) {
      Kernels.copy(new NDList(origin), new NDList(target));
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
    assertThat(target.toFloatArray()).containsExactly(1, 2);
    assertThat(target.hasGradient()).isTrue();
    try (StepScope scope = StepScope.training(manager, new NDList(target))) {
      NDArray gradient = Kernels.gradients(target.sum(), new NDList(target)).head();
      assertThat(gradient.toFloatArray()).containsExactly(1, 1);
    }
  }

  @Test
  void countsCalls() {
    NDList origin = new NDList(manager.zeros(new Shape(2)));
    NDList target = new NDList(manager.ones(new Shape(2)));
    long before = Kernels.calls();
    Kernels.copy(origin, target);
    assertThat(Kernels.calls()).isEqualTo(before + 1);
  }

  @Test
  void ranksWithTheLowerItemFirstAmongEqualScores() {
    NDArray users = manager.create(new float[] {1, 0, -1}, new Shape(3, 1));
    NDArray items = manager.create(new float[] {2, 1, 2, 3, 1}, new Shape(5, 1));
    NDArray seen = manager.create(new long[] {3, 10});
    Kernels.RankedBlock ranked = Kernels.rank(users, items, seen, 3, ITEMS, 1);
    assertThat(ranked.items().toLongArray()).containsExactly(0, 2, 1, 0, 1, 2, 1, 4, 2);
    assertThat(ranked.scores().toFloatArray()).startsWith(2, 2, 1).endsWith(-1, -1, -2);
  }

  @ParameterizedTest
  @CsvSource({"0", "0.25", "0.7", "1"})
  void takesBackAPartOfAStep(double share) {
    double[][] before = {gaussians(12), gaussians(5)};
    double[][] after = {gaussians(12), gaussians(5)};
    NDList parameters = new NDList(manager.create(after[0], new Shape(4, 3)));
    parameters.add(manager.create(after[1]));
    NDList copies = new NDList(manager.create(before[0], new Shape(4, 3)));
    copies.add(manager.create(before[1]));
    parameters.forEach(parameter -> parameter.setRequiresGradient(true));
    Kernels.shorten(copies, parameters, manager.create(share));
    for (int p = 0; p < 2; p++) {
      double[] expected = new double[before[p].length];
      for (int k = 0; k < expected.length; k++) {
        expected[k] = before[p][k] + share * (after[p][k] - before[p][k]);
      }
      double exact = share == 1 || share == 0 ? 0 : 1e-12;
      assertThat(parameters.get(p).stopGradient().toDoubleArray())
          .as(TestSeed.message())
          .containsExactly(share == 1 ? after[p] : expected, within(exact));
    }
  }
}
