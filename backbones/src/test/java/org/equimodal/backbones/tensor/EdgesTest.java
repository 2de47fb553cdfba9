package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.equimodal.backbones.TestSeed;
import org.equimodal.datasets.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Message passing against plain loops, and its gradients against finite differences. */
class EdgesTest {

  private static final int TARGETS = 5; // the last one has no edge
  private static final int SOURCES = 6; // nor has the last of these
  private static final int WIDTH = 3;
  private static final int[] OFFSETS = {0, 3, 4, 8, 9, 9};
  private static final int[] SOURCE = {0, 2, 4, 1, 0, 1, 2, 3, 4};
  private static final int COUNT = SOURCE.length;
  private static final double STEP = 1e-6;

  private final RandomGenerator random = Seeds.generator(TestSeed.get(), "edges-test");
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

  private static int target(int edge) {
    int target = 0;
    while (OFFSETS[target + 1] <= edge) {
      target++;
    }
    return target;
  }

  private NDArray gaussians(long... shape) {
    double[] values = new double[(int) new Shape(shape).size()];
    Arrays.setAll(values, k -> random.nextGaussian());
    return manager.create(values, new Shape(shape)).duplicate();
  }

  private static double[] naiveSum(double[] weights, double[] rows) {
    double[] sums = new double[TARGETS * WIDTH];
    for (int e = 0; e < COUNT; e++) {
      for (int c = 0; c < WIDTH; c++) {
        sums[target(e) * WIDTH + c] += weights[e] * rows[SOURCE[e] * WIDTH + c];
      }
    }
    return sums;
  }

  private static double[] naiveDot(double[] targets, double[] sources) {
    double[] dots = new double[COUNT];
    for (int e = 0; e < COUNT; e++) {
      for (int c = 0; c < WIDTH; c++) {
        dots[e] += targets[target(e) * WIDTH + c] * sources[SOURCE[e] * WIDTH + c];
      }
    }
    return dots;
  }

  /** With the maximum subtracted. */
  private static double[] naiveSoftmax(double[] logits) {
    double[] weights = new double[COUNT];
    for (int t = 0; t < TARGETS; t++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int e = OFFSETS[t]; e < OFFSETS[t + 1]; e++) {
        largest = Math.max(largest, logits[e]);
      }
      double total = 0;
      for (int e = OFFSETS[t]; e < OFFSETS[t + 1]; e++) {
        weights[e] = Math.exp(logits[e] - largest);
        total += weights[e];
      }
      for (int e = OFFSETS[t]; e < OFFSETS[t + 1]; e++) {
        weights[e] /= total;
      }
    }
    return weights;
  }

  @Test
  void sumIsTheSparseMatrixTimesTheRows() {
    NDArray weights = gaussians(COUNT);
    NDArray rows = gaussians(SOURCES, WIDTH);
    assertThat(edges.sum(weights, rows).toDoubleArray())
        .as(TestSeed.message())
        .containsExactly(naiveSum(weights.toDoubleArray(), rows.toDoubleArray()), within(1e-12));
  }

  @Test
  void dotIsThatOfTheEndsOfAnEdge() {
    NDArray targets = gaussians(TARGETS, WIDTH);
    NDArray sources = gaussians(SOURCES, WIDTH);
    assertThat(edges.dot(targets, sources).toDoubleArray())
        .as(TestSeed.message())
        .containsExactly(naiveDot(targets.toDoubleArray(), sources.toDoubleArray()), within(1e-12));
  }

  @Test
  void softmaxIsThatOfEachTargetsEdges() {
    NDArray logits = gaussians(COUNT);
    NDArray weights = edges.softmax(logits);
    assertThat(weights.toDoubleArray())
        .as(TestSeed.message())
        .containsExactly(naiveSoftmax(logits.toDoubleArray()), within(1e-12));
    assertThat(edges.total(weights).toDoubleArray())
        .containsExactly(new double[] {1, 1, 1, 1, 0}, within(1e-12));
  }

  @Test
  void softmaxLeavesOutEdgesOfLogitMinusInfinity() {
    double[] logits = new double[COUNT];
    logits[1] = Double.NEGATIVE_INFINITY; // one of three
    logits[3] = Double.NEGATIVE_INFINITY; // the only one
    assertThat(edges.softmax(manager.create(logits)).toDoubleArray())
        .containsExactly(new double[] {0.5, 0, 0.5, 0, 0.25, 0.25, 0.25, 0.25, 1}, within(1e-12));
  }

  @Test
  void valuesOfSources() {
    NDArray values = gaussians(SOURCES);
    double[] own = values.toDoubleArray();
    assertThat(edges.ofSource(values).toDoubleArray())
        .containsExactly(Arrays.stream(SOURCE).mapToDouble(s -> own[s]).toArray());
  }

  @Test
  void edgesInTheOrderOfTheirSources() {
    NDArray values = gaussians(COUNT);
    double[] own = values.toDoubleArray();
    int[] bySource = {0, 4, 3, 5, 1, 6, 7, 2, 8};
    assertThat(edges.bySource(values).toDoubleArray())
        .containsExactly(Arrays.stream(bySource).mapToDouble(e -> own[e]).toArray());
  }

  @Test
  void singlePrecisionToo() {
    Constants single = new Constants(manager, DataType.FLOAT32);
    Edges same = new Edges(single, TARGETS, SOURCES, OFFSETS, SOURCE);
    NDArray targets = gaussians(TARGETS, WIDTH);
    NDArray sources = gaussians(SOURCES, WIDTH);
    NDArray attention =
        same.softmax(
            same.dot(
                targets.toType(DataType.FLOAT32, true), sources.toType(DataType.FLOAT32, true)));
    NDArray sums = same.sum(attention, sources.toType(DataType.FLOAT32, true));
    double[] expected =
        naiveSum(
            naiveSoftmax(naiveDot(targets.toDoubleArray(), sources.toDoubleArray())),
            sources.toDoubleArray());
    assertThat(sums.getDataType()).isEqualTo(DataType.FLOAT32);
    assertThat(sums.toType(DataType.FLOAT64, true).toDoubleArray())
        .containsExactly(expected, within(1e-5));
  }

  /**
   * Two rounds of attention whose parts are used more than once, an input that needs no gradient,
   * and a parameter that nothing depends on.
   */
  private NDArray loss(NDList parameters, NDArray constant) {
    NDArray targets = GradientTape.cut(parameters.get(0).tanh());
    NDArray sources = GradientTape.cut(parameters.get(1).square());
    NDArray attention = edges.softmax(edges.dot(targets, sources));
    NDArray once = GradientTape.cut(edges.sum(attention, sources).add(targets));
    NDArray ofSource = edges.ofSource(parameters.get(1).get(":, 1"));
    NDArray learned = edges.sum(attention.mul(parameters.get(2)).mul(ofSource), constant);
    NDArray again = edges.sum(edges.softmax(edges.dot(once, sources)), sources);
    NDArray mixed = edges.dot(constant.get("0:" + TARGETS), parameters.get(1));
    return again.mul(once).sum().add(learned.square().sum()).add(mixed.tanh().sum());
  }

  @Test
  void gradientsAreFiniteDifferences() {
    NDList parameters =
        new NDList(
            gaussians(TARGETS, WIDTH), gaussians(SOURCES, WIDTH), gaussians(COUNT), gaussians(2));
    NDArray constant = gaussians(SOURCES, WIDTH);
    double[][] gradients = new double[parameters.size()][];
    parameters.forEach(parameter -> parameter.setRequiresGradient(true));
    try (StepScope scope =
        StepScope.training(manager, parameters, new NDList(constant), constants.arrays())) {
      NDArray loss = loss(parameters, constant);
      assertThat(loss.getManager()).isSameAs(scope.manager());
      NDList found = Kernels.gradients(loss, parameters);
      for (int p = 0; p < gradients.length; p++) {
        gradients[p] = found.get(p).toDoubleArray();
      }
    }
    for (int p = 0; p < gradients.length; p++) {
      assertThat(gradients[p])
          .as("parameter %d, %s", p, TestSeed.message())
          .containsExactly(differences(parameters, p, constant), within(1e-6));
    }
    assertThat(gradients[2]).doesNotContain(0);
    assertThat(gradients[3]).containsOnly(0);
  }

  private double[] differences(NDList parameters, int p, NDArray constant) {
    double[] values = parameters.get(p).toDoubleArray();
    double[] differences = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      double[] losses = new double[2];
      for (int side = 0; side < 2; side++) {
        double[] moved = values.clone();
        moved[k] += side == 0 ? STEP : -STEP;
        NDList list = new NDList(parameters);
        list.set(p, manager.create(moved, parameters.get(p).getShape()));
        losses[side] = loss(list, constant).getDouble();
      }
      differences[k] = (losses[0] - losses[1]) / (2 * STEP);
    }
    return differences;
  }

  @Test
  void whatTwoPiecesShareMustBeCut() {
    NDList parameters = new NDList(gaussians(SOURCES, WIDTH), gaussians(COUNT));
    parameters.forEach(parameter -> parameter.setRequiresGradient(true));
    try (StepScope scope = StepScope.training(manager, parameters, constants.arrays())) {
      NDArray uncut = parameters.get(0).tanh();
      NDArray loss = edges.sum(parameters.get(1), uncut).sum().add(uncut.sum());
      assertThatThrownBy(() -> Kernels.gradients(loss, parameters))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("second time");
    }
  }
}
