package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.equimodal.backbones.tensor.Constants;
import org.equimodal.backbones.tensor.Dropout;
import org.equimodal.backbones.tensor.Edges;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.backbones.tensor.GradientTape;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.NearestRows;
import org.equimodal.backbones.tensor.Noise;
import org.equimodal.backbones.tensor.Products;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.backbones.tensor.TopKRanking;
import org.equimodal.backbones.tensor.TripleUpload;
import org.equimodal.backbones.tensor.UnitRows;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every kernel gives the same as on the CPU; the arguments are drawn on the host. */
interface KernelContract extends Place {

  int ROWS = 70;
  int OTHERS = 50;
  int WIDTH = 33;
  int EDGES = 900;
  double TOLERANCE = 1e-5;
  double BFLOAT16_TOLERANCE = 0.02;

  /** Makes arguments, the same ones in every place. */
  final class Arguments {

    private final NDManager manager;
    private final DataType type;
    private final RandomGenerator random = Seeds.generator(1, "kernel-contract");

    Arguments(NDManager manager, DataType type) {
      this.manager = manager;
      this.type = type;
    }

    NDArray gaussians(long... shape) {
      float[] values = new float[(int) new Shape(shape).size()];
      for (int k = 0; k < values.length; k++) {
        values[k] = (float) random.nextGaussian();
      }
      return typed(values, shape);
    }

    /** Whole numbers, whose products and sums are exact in any precision. */
    NDArray wholeNumbers(long... shape) {
      float[] values = new float[(int) new Shape(shape).size()];
      for (int k = 0; k < values.length; k++) {
        values[k] = random.nextInt(-8, 9);
      }
      return typed(values, shape);
    }

    /** Rows whose cosines are 0 or 1. */
    NDArray oneHot(int rows, int kinds) {
      float[] values = new float[rows * kinds];
      for (int row = 0; row < rows; row++) {
        values[row * kinds + random.nextInt(kinds)] = 1;
      }
      return typed(values, rows, kinds);
    }

    private NDArray typed(float[] values, long... shape) {
      try (NDArray made = manager.create(values, new Shape(shape))) {
        return made.toType(type, true);
      }
    }

    int[] ids(int count, int below) {
      return random.ints(count, 0, below).toArray();
    }

    /** Edges from OTHERS sources to ROWS targets, the last of which has none. */
    Edges edges() {
      int[] targets = IntStream.of(ids(EDGES, ROWS - 1)).sorted().toArray();
      int[] offsets = new int[ROWS + 1];
      for (int target : targets) {
        offsets[target + 1]++;
      }
      for (int row = 0; row < ROWS; row++) {
        offsets[row + 1] += offsets[row];
      }
      return new Edges(new Constants(manager, type), ROWS, OTHERS, offsets, ids(EDGES, OTHERS));
    }

    Triples triples() {
      return new Triples(ids(200, ROWS), ids(200, OTHERS), ids(200, OTHERS));
    }
  }

  /** Calls of kernels, by name. */
  private static Map<String, Function<Arguments, NDList>> calls() {
    Map<String, Function<Arguments, NDList>> calls = new LinkedHashMap<>();
    calls.put("margins and their gradients", KernelContract::margins);
    calls.put("message passing and its gradients", KernelContract::messages);
    calls.put(
        "normalize",
        in -> gradients(in.gaussians(ROWS, WIDTH), x -> UnitRows.of(x).square().mul(x)));
    calls.put(
        "sums of products", in -> gradients(in.gaussians(ROWS, WIDTH), x -> Products.add(x, x, x)));
    calls.put("margins of nodes", KernelContract::nodeMargins);
    calls.put("margins without gradients", KernelContract::constantMargins);
    calls.put(
        "log of sum of exponentials",
        in -> gradients(in.gaussians(ROWS, WIDTH), x -> Kernels.logSumExp(x).square()));
    calls.put("scalars", in -> gradients(in.gaussians(ROWS, WIDTH), KernelContract::scalars));
    calls.put("Adam", KernelContract::adam);
    calls.put("accumulate", KernelContract::accumulate);
    return calls;
  }

  @TestFactory
  default Stream<DynamicTest> givesTheSameAsTheCpu() {
    return calls().entrySet().stream()
        .map(
            call ->
                DynamicTest.dynamicTest(
                    call.getKey(), () -> agrees(call.getKey(), call.getValue(), TOLERANCE)));
  }

  @Test
  default void projectsInBfloat16() {
    agrees(
        "bfloat16",
        in -> {
          NDArray weight = in.gaussians(OTHERS, WIDTH);
          NDArray bias = in.gaussians(OTHERS);
          NDArray rows = in.gaussians(ROWS, WIDTH);
          return gradients(weight, w -> Kernels.linearBfloat16(rows, w, bias).square());
        },
        BFLOAT16_TOLERANCE);
  }

  private void agrees(String what, Function<Arguments, NDList> call, double tolerance) {
    try (NDManager here = NDManager.newBaseManager(device(), "PyTorch");
        NDManager cpu = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDList actual = call.apply(new Arguments(here, type()));
      NDList expected = call.apply(new Arguments(cpu, DataType.FLOAT32));
      assertThat(actual).hasSameSizeAs(expected);
      for (int k = 0; k < expected.size(); k++) {
        assertThat(actual.get(k).getDevice()).as(what).isEqualTo(device());
        Place.assertNear(
            what + " " + k, Place.values(actual.get(k)), Place.values(expected.get(k)), tolerance);
      }
    }
  }

  /** The sum of a function's values, and its gradient. */
  private static NDList gradients(NDArray variable, Function<NDArray, NDArray> function) {
    variable.setRequiresGradient(true);
    NDManager manager = variable.getManager();
    try (StepScope scope = StepScope.training(manager, new NDList(variable))) {
      NDArray value = function.apply(variable).sum();
      NDList results = Kernels.gradients(value, new NDList(variable));
      results.add(value.stopGradient());
      results.attach(manager);
      return results;
    }
  }

  private static NDList margins(Arguments in) {
    NDArray users = in.gaussians(ROWS, WIDTH);
    NDArray items = in.gaussians(OTHERS, WIDTH);
    Triples training = in.triples();
    Triples generic = in.triples();
    users.setRequiresGradient(true);
    items.setRequiresGradient(true);
    try (TripleUpload upload = new TripleUpload(in.manager, ROWS, OTHERS);
        StepScope scope = StepScope.training(in.manager, new NDList(users), new NDList(items))) {
      NDArray triples = upload.upload(scope, training, generic);
      Kernels.MarginsAndSquares out = Kernels.margins(users, items, triples, training.size());
      NDArray loss = out.margins().square().sum().add(out.squares());
      NDList results = Kernels.gradients(loss, new NDList(users, items));
      results.add(out.margins().stopGradient());
      results.attach(in.manager);
      return results;
    }
  }

  private static NDList constantMargins(Arguments in) {
    NDArray users = in.gaussians(ROWS, WIDTH);
    NDArray items = in.gaussians(OTHERS, WIDTH);
    try (TripleUpload upload = new TripleUpload(in.manager, ROWS, OTHERS);
        StepScope scope = StepScope.inference(in.manager, new NDList(users), new NDList(items))) {
      NDArray triples = upload.upload(scope, in.triples(), in.triples());
      NDList results = new NDList(Kernels.constantMargins(users, items, triples));
      results.attach(in.manager);
      return results;
    }
  }

  private static NDList nodeMargins(Arguments in) {
    NDArray nodes = in.gaussians(ROWS + OTHERS, WIDTH);
    nodes.setRequiresGradient(true);
    Triples training = in.triples();
    try (TripleUpload upload = new TripleUpload(in.manager, ROWS, OTHERS);
        StepScope scope = StepScope.training(in.manager, new NDList(nodes))) {
      NDArray triples = upload.upload(scope, training, in.triples());
      Kernels.MarginsAndSquares out = Kernels.nodeMargins(nodes, ROWS, triples, training.size());
      NDArray loss = out.margins().square().sum().add(out.squares());
      NDList results = Kernels.gradients(loss, new NDList(nodes));
      results.add(out.margins().stopGradient());
      results.attach(in.manager);
      return results;
    }
  }

  private static NDList messages(Arguments in) {
    Edges edges = in.edges();
    NDArray targets = in.gaussians(ROWS, WIDTH);
    NDArray sources = in.gaussians(OTHERS, WIDTH);
    NDArray column = in.gaussians(OTHERS);
    NDList parameters = new NDList(targets, sources, column);
    parameters.forEach(parameter -> parameter.setRequiresGradient(true));
    try (StepScope scope = StepScope.training(in.manager, parameters)) {
      NDArray q = UnitRows.of(targets);
      NDArray g = UnitRows.of(sources);
      NDArray alpha = edges.softmax(edges.dot(q, g));
      NDArray weights = GradientTape.cut(alpha.mul(edges.ofSource(column)));
      NDArray out = q.add(edges.sum(weights, g));
      NDList results = Kernels.gradients(out.square().sum(), parameters);
      results.add(out.stopGradient());
      results.add(edges.total(alpha));
      results.add(edges.bySource(alpha));
      results.attach(in.manager);
      return results;
    }
  }

  /** All of them, each with a gradient behind it. */
  private static NDArray scalars(NDArray x) {
    NDArray bounded = Scalars.atMost(Scalars.atLeast(x, -1), 1);
    NDArray above = Scalars.isAbove(x, 0.5).toType(x.getDataType(), false);
    return Scalars.times(bounded, 3).mul(Scalars.oneMinus(above)).mul(Scalars.plus(x, 2));
  }

  /** Parameters and state after three steps. */
  private static NDList adam(Arguments in) {
    NDList parameters =
        new NDList(in.gaussians(ROWS, WIDTH), in.gaussians(OTHERS), in.gaussians(1));
    try (FusedAdam adam = new FusedAdam(in.manager, parameters, 0.01)) {
      for (int step = 0; step < 3; step++) {
        NDList gradients =
            new NDList(in.gaussians(ROWS, WIDTH), in.gaussians(OTHERS), in.gaussians(1));
        adam.step(gradients);
      }
      NDList results = new NDList();
      adam.state().forEach(array -> results.add(array.duplicate()));
      results.attach(in.manager);
      results.addAll(parameters);
      return results;
    }
  }

  private static NDList accumulate(Arguments in) {
    NDArray sums = in.manager.zeros(new Shape(3));
    NDArray last = in.manager.zeros(new Shape(3));
    NDArray finite = in.manager.zeros(new Shape());
    for (float loss : new float[] {1, 2, Float.NaN}) {
      NDArray parts = in.manager.create(new float[] {loss, 3, 4});
      if (Float.isNaN(loss)) {
        Kernels.accumulate(parts, in.manager.zeros(new Shape(3)), last, finite);
      } else {
        Kernels.accumulate(parts, sums, last, finite);
      }
    }
    return new NDList(sums, last, finite);
  }

  /** Scores are exact, so many are equal. */
  @Test
  default void ranksAsTheCpuDoes() {
    int items = 3000;
    Interactions seen =
        Interactions.of(ROWS, items, new int[] {0, 0, 1, 69}, new int[] {5, 6, 0, 2999});
    int[] everybody = IntStream.range(0, ROWS).toArray();
    int[][][] lists = new int[2][][];
    int[][] nearest = new int[2][];
    for (int side = 0; side < 2; side++) {
      Device device = side == 0 ? device() : Device.cpu();
      try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
        Arguments in = new Arguments(manager, side == 0 ? type() : DataType.FLOAT32);
        NDArray users = in.wholeNumbers(ROWS, 4);
        NDArray rows = in.wholeNumbers(items, 4);
        lists[side] = new TopKRanking(20, 1 << 20, seen).rank(users, rows, everybody);
        nearest[side] = NearestRows.of(in.oneHot(200, 5), 10, 1 << 16).ids();
      }
    }
    assertThat(lists[0]).isDeepEqualTo(lists[1]);
    assertThat(nearest[0]).containsExactly(nearest[1]);
  }

  @Test
  default void dropsEdgesOnTheDevice() {
    try (NDManager manager = NDManager.newBaseManager(device(), "PyTorch")) {
      Dropout.seed(7);
      NDArray logits = Dropout.logits(10_000, 0.25, manager.zeros(new Shape(1), type()));
      assertThat(logits.getDevice()).isEqualTo(device());
      double[] values = Place.values(logits);
      assertThat(values).containsOnly(0, Double.NEGATIVE_INFINITY);
      long dropped = IntStream.range(0, values.length).filter(k -> values[k] != 0).count();
      assertThat(dropped).isBetween(2200L, 2800L);
    }
  }

  @Test
  default void addsNoiseOnTheDevice() {
    try (NDManager manager = NDManager.newBaseManager(device(), "PyTorch")) {
      Arguments in = new Arguments(manager, type());
      NDArray gradient = in.wholeNumbers(100, 100);
      Noise.seed(7);
      NDArray noise = Noise.like(gradient);
      assertThat(noise.getDevice()).isEqualTo(device());
      double ratio = deviation(Place.values(noise)) / deviation(Place.values(gradient));
      assertThat(ratio).isBetween(0.95, 1.05);
    }
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
  }
}
