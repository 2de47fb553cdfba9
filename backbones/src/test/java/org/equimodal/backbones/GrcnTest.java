package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.equimodal.backbones.Grcn.EdgeMode;
import org.equimodal.backbones.Grcn.Routing;
import org.equimodal.backbones.tensor.Dropout;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GRCN against its formulas by plain loops, and its options. */
class GrcnTest {

  private static final int USERS = 8; // the last one has no item
  private static final int ITEMS = 10; // nor the last of these a user
  private static final int NODES = USERS + ITEMS;
  private static final int DIMENSION = 4;
  private static final double TOLERANCE = 1e-6; // means and 1 / indegree are single precision
  private static final double RATE = 0.5;
  private static final double STEP = 1e-5;

  private static Dataset dataset(int modalities) {
    return ToyData.random(USERS, ITEMS, modalities, TestSeed.get());
  }

  private static Grcn.Settings settings(
      Routing routing, int rounds, EdgeMode mode, boolean pruning, double edgeDropout) {
    return new Grcn.Settings(
        DIMENSION, routing, rounds, mode, pruning, edgeDropout, AuxiliaryLoss.Use.OFF, 0);
  }

  private static Grcn.Settings withDropout(double rate) {
    return settings(Routing.PAPER, 2, EdgeMode.CONFIDENCE, false, rate);
  }

  private static Grcn grcn(Catalogue catalogue, Grcn.Settings settings) {
    Grcn grcn = new Grcn(catalogue, settings, new Initializers(TestSeed.get()));
    grcn.initialize(catalogue.manager());
    return grcn;
  }

  /** Rows of all nodes, one after the other, of all views together. */
  private static Map<View, double[]> nodes(Grcn grcn, boolean training) {
    Catalogue catalogue = grcn.catalogue();
    List<View> views = Probe.views(catalogue.modalities());
    Map<View, double[]> rows = new LinkedHashMap<>();
    try (StepScope scope = StepScope.inference(catalogue.manager(), grcn.residents())) {
      Probe.represent(grcn, scope.manager(), views, training)
          .forEach(
              (view, all) ->
                  rows.put(
                      view,
                      DoubleStream.concat(
                              Arrays.stream(Probe.doubles(all.userMatrix(USERS))),
                              Arrays.stream(Probe.doubles(all.itemMatrix(ITEMS))))
                          .toArray()));
    }
    return rows;
  }

  /** The ID block of a view's rows. */
  private static double[] ids(Grcn grcn, double[] rows) {
    int width = (grcn.catalogue().modalities().size() + 1) * DIMENSION;
    return NaiveGraph.columns(rows, width, 0, DIMENSION);
  }

  private static double[][] unitIds(Grcn grcn) {
    return NaiveGraph.unit(NaiveGraph.rows(Probe.values(grcn, "node_embedding"), DIMENSION));
  }

  /** The forward pass by loops. */
  private static double[] naive(
      Grcn grcn, Grcn.Settings settings, Interactions interactions, View view) {
    NaiveGraph graph = new NaiveGraph(interactions);
    List<Modality> modalities = grcn.catalogue().modalities();
    List<double[][]> blocks = new ArrayList<>();
    List<double[]> evidence = new ArrayList<>();
    for (Modality m : modalities) {
      double[][] z = NaiveGraph.unitNodes(grcn, m, view);
      int rounds = settings.routing() == Routing.PAPER ? settings.rounds() : 0;
      for (int round = 0; round < rounds; round++) {
        double[][] values = graph.ofSource(z);
        double[][] heard = graph.sum(graph.softmax(graph.dot(z, values)), values, DIMENSION);
        System.arraycopy(NaiveGraph.unit(NaiveGraph.plus(z, heard)), 0, z, 0, USERS);
      }
      double[][] values = graph.ofSource(z);
      double[] alpha = graph.softmax(graph.dot(z, values));
      blocks.add(NaiveGraph.plus(z, graph.sum(alpha, values, DIMENSION)));
      if (settings.edgeMode() == EdgeMode.CONFIDENCE) {
        double[][] column = NaiveGraph.rows(Probe.values(grcn, m.name() + ".confidence"), 1);
        double[][] ofSource = graph.ofSource(column);
        Arrays.setAll(alpha, e -> alpha[e] * ofSource[e][0]);
      }
      evidence.add(alpha);
    }
    double[] w = new double[2 * interactions.size()];
    for (int e = 0; e < w.length; e++) {
      int edge = e;
      DoubleStream all = evidence.stream().mapToDouble(alpha -> alpha[edge]);
      w[e] =
          settings.edgeMode() == EdgeMode.MEAN
              ? all.average().orElseThrow()
              : all.max().orElseThrow();
      w[e] = settings.pruning() ? Math.max(0, w[e]) : w[e];
    }
    double[][] zero = unitIds(grcn);
    double[][] one = graph.sum(w, graph.ofSource(zero), DIMENSION);
    double[][] two = graph.sum(w, graph.ofSource(one), DIMENSION);
    blocks.add(0, NaiveGraph.plus(zero, one, two));
    return NaiveGraph.sideBySide(blocks);
  }

  private static Stream<Grcn.Settings> options() {
    return Arrays.stream(EdgeMode.values())
        .flatMap(
            mode ->
                Stream.of(true, false)
                    .flatMap(
                        pruning ->
                            Stream.of(
                                settings(Routing.RELEASED, 3, mode, pruning, 0),
                                settings(Routing.PAPER, 0, mode, pruning, 0),
                                settings(Routing.PAPER, 1, mode, pruning, 0),
                                settings(Routing.PAPER, 3, mode, pruning, 0))));
  }

  @ParameterizedTest
  @MethodSource("options")
  void computesItsFormulas(Grcn.Settings settings) {
    for (int modalities = 1; modalities <= 3; modalities++) {
      Dataset dataset = dataset(modalities);
      try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT64)) {
        Grcn grcn = grcn(catalogue, settings);
        nodes(grcn, false)
            .forEach(
                (view, rows) ->
                    assertThat(rows)
                        .as("%s of %d, %s", view, dataset.modalities().size(), TestSeed.message())
                        .containsExactly(
                            naive(grcn, settings, dataset.split().train(), view),
                            within(TOLERANCE)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void releasedRoutingIsNone(int modalities) {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(modalities), DataType.FLOAT32)) {
      EdgeMode mode = EdgeMode.CONFIDENCE;
      Map<View, double[]> released =
          nodes(grcn(catalogue, settings(Routing.RELEASED, 3, mode, true, 0)), false);
      Map<View, double[]> none =
          nodes(grcn(catalogue, settings(Routing.PAPER, 0, mode, true, 0)), false);
      Map<View, double[]> paper =
          nodes(grcn(catalogue, settings(Routing.PAPER, 3, mode, true, 0)), false);
      for (View view : released.keySet()) {
        assertThat(released.get(view)).as("%s", view).isEqualTo(none.get(view));
        assertThat(paper.get(view)).as("%s", view).isNotEqualTo(none.get(view));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Routing.class)
  void nodesWithoutEdgesAreTheirOwnUnitRows(Routing routing) {
    Grcn.Settings settings = settings(routing, 3, EdgeMode.CONFIDENCE, false, 0);
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(2), DataType.FLOAT64)) {
      Grcn grcn = grcn(catalogue, settings);
      nodes(grcn, false)
          .forEach(
              (view, rows) -> {
                List<double[][]> blocks = new ArrayList<>();
                blocks.add(unitIds(grcn));
                catalogue.modalities().stream()
                    .map(m -> NaiveGraph.unitNodes(grcn, m, view))
                    .forEach(blocks::add);
                int width = 3 * DIMENSION;
                double[][] expected = NaiveGraph.rows(NaiveGraph.sideBySide(blocks), width);
                double[][] actual = NaiveGraph.rows(rows, width);
                for (int isolated : new int[] {USERS - 1, NODES - 1}) {
                  assertThat(actual[isolated])
                      .as("node %d in view %s, %s", isolated, view, TestSeed.message())
                      .containsExactly(expected[isolated], within(TOLERANCE));
                }
              });
    }
  }

  @Test
  void pruningLeavesNoNegativeWeight() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(2), DataType.FLOAT64)) {
      for (boolean pruning : new boolean[] {true, false}) {
        Grcn grcn = grcn(catalogue, settings(Routing.RELEASED, 0, EdgeMode.CONFIDENCE, pruning, 0));
        for (Modality m : catalogue.modalities()) {
          double[] negative = new double[NODES];
          Arrays.setAll(negative, node -> -0.1 - 0.01 * node);
          Probe.set(grcn, m.name() + ".confidence", negative);
        }
        double[] untouched = NaiveGraph.flat(unitIds(grcn));
        nodes(grcn, false)
            .forEach(
                (view, rows) -> {
                  if (pruning) {
                    assertThat(ids(grcn, rows)).containsExactly(untouched, within(1e-12));
                  } else {
                    assertThat(ids(grcn, rows)[0]).isNotCloseTo(untouched[0], within(1e-4));
                  }
                });
      }
    }
  }

  @Test
  void confidenceIsAParameterOfItsModeAlone() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(2), DataType.FLOAT32)) {
      for (EdgeMode mode : EdgeMode.values()) {
        Grcn grcn = grcn(catalogue, settings(Routing.PAPER, 1, mode, true, 0));
        boolean has = mode == EdgeMode.CONFIDENCE;
        List<String> names =
            grcn.parameterNames().stream().filter(name -> name.endsWith(".confidence")).toList();
        assertThat(names)
            .as("%s", mode)
            .isEqualTo(has ? List.of("visual.confidence", "textual.confidence") : List.of());
        for (Modality m : catalogue.modalities()) {
          assertThat(grcn.parametersOf(m)).as("%s", mode).hasSize(has ? 4 : 3);
        }
      }
    }
  }

  /** The interactions that a training step after this seed is left with. */
  private static Interactions remaining(Catalogue catalogue, double rate, long seed) {
    Interactions train = catalogue.dataset().split().train();
    try (NDManager scratch = catalogue.manager().newSubManager()) {
      Dropout.seed(seed);
      NDArray like = scratch.zeros(new Shape(1), catalogue.type());
      double[] logits = Probe.doubles(Dropout.logits(train.size(), rate, like));
      int[] kept = IntStream.range(0, logits.length).filter(pair -> logits[pair] == 0).toArray();
      assertThat(kept.length).isBetween(1, train.size() - 1);
      return Interactions.of(
          USERS,
          ITEMS,
          Arrays.stream(kept).map(train::user).toArray(),
          Arrays.stream(kept).map(train::item).toArray());
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void aTrainingStepKnowsTheRemainingInteractionsAlone(Grcn.Settings options) {
    Grcn.Settings settings =
        settings(options.routing(), options.rounds(), options.edgeMode(), options.pruning(), RATE);
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(3), DataType.FLOAT64)) {
      Grcn grcn = grcn(catalogue, settings);
      for (long seed = 0; seed < 3; seed++) {
        Interactions remaining = remaining(catalogue, RATE, seed);
        Dropout.seed(seed);
        nodes(grcn, true)
            .forEach(
                (view, rows) ->
                    assertThat(rows)
                        .as("training view %s, %s", view, TestSeed.message())
                        .containsExactly(
                            naive(grcn, settings, remaining, view), within(TOLERANCE)));
      }
    }
  }

  @Test
  void evaluationKeepsAllInteractions() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(2), DataType.FLOAT32)) {
      Map<View, double[]> without = nodes(grcn(catalogue, withDropout(0)), false);
      Grcn grcn = grcn(catalogue, withDropout(0.8));
      Map<View, double[]> with = nodes(grcn, false);
      Map<View, double[]> training = nodes(grcn, true);
      for (View view : without.keySet()) {
        assertThat(with.get(view)).as("%s", view).isEqualTo(without.get(view));
        assertThat(training.get(view)).as("%s", view).isNotEqualTo(without.get(view));
      }
    }
  }

  @Test
  void dropoutIsAFunctionOfTheSeed() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(2), DataType.FLOAT32)) {
      Grcn grcn = grcn(catalogue, withDropout(RATE));
      View full = Probe.full(grcn);
      Dropout.seed(TestSeed.get());
      double[] first = nodes(grcn, true).get(full);
      double[] next = nodes(grcn, true).get(full);
      Dropout.seed(TestSeed.get());
      double[] again = nodes(grcn, true).get(full);
      Dropout.seed(TestSeed.get() + 1);
      double[] other = nodes(grcn, true).get(full);
      assertThat(again).isEqualTo(first);
      assertThat(next).isNotEqualTo(first);
      assertThat(other).isNotEqualTo(first);
    }
  }

  /** Where all rows of a modality are alike, masking it changes nothing but the mask of edges. */
  @Test
  void allViewsOfAStepDropTheSameEdges() {
    Dataset dataset = dataset(3);
    for (Modality m : dataset.modalities()) {
      float[][] tiles = new float[ITEMS][];
      Arrays.fill(tiles, dataset.features().get(m.index()).meanRow());
      dataset = ToyData.withFeatures(dataset, m, tiles);
    }
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT64)) {
      Grcn grcn = grcn(catalogue, withDropout(RATE));
      for (Modality m : catalogue.modalities()) {
        double[] values = Probe.values(grcn, m.name() + ".preference");
        Shape shape = new Shape(USERS, DIMENSION);
        Probe.set(grcn, m.name() + ".preference", Probe.meanRows(values, shape));
      }
      Map<View, double[]> rows = nodes(grcn, true);
      double[] full = rows.get(Probe.full(grcn));
      rows.forEach(
          (view, alike) ->
              assertThat(alike)
                  .as("%s, %s", view, TestSeed.message())
                  .containsExactly(full, within(TOLERANCE)));
    }
  }

  @ParameterizedTest
  @EnumSource(EdgeMode.class)
  void gradientsUnderDropoutAreFiniteDifferences(EdgeMode mode) {
    Dataset dataset = dataset(2);
    Triples triples = ToyData.triples(dataset, 12, TestSeed.get());
    RandomGenerator random = Seeds.generator(TestSeed.get(), "grcn-test");
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT64)) {
      Grcn grcn = grcn(catalogue, settings(Routing.PAPER, 2, mode, false, RATE));
      NDManager manager = catalogue.manager();
      for (View view : Probe.views(catalogue.modalities())) {
        double[][] gradients;
        try (StepScope scope = StepScope.training(manager, grcn.residents())) {
          Dropout.seed(TestSeed.get());
          NDArray loss = Probe.loss(grcn, scope.manager(), view, triples);
          NDList found = Kernels.gradients(loss, grcn.parameterArrays());
          gradients = found.stream().map(Probe::doubles).toArray(double[][]::new);
        }
        for (int p = 0; p < gradients.length; p++) {
          String name = grcn.parameterNames().get(p);
          assertThat(Arrays.stream(gradients[p])).as(name).allMatch(Double::isFinite);
          for (int k = 0; k < 5; k++) {
            int entry = random.nextInt(gradients[p].length);
            double expected = difference(grcn, view, name, entry, triples);
            assertThat(gradients[p][entry])
                .as("%s[%d] in view %s, %s", name, entry, view, TestSeed.message())
                .isCloseTo(expected, within(1e-9 + 1e-5 * Math.abs(expected)));
          }
        }
      }
    }
  }

  private static double difference(
      Grcn grcn, View view, String parameter, int entry, Triples triples) {
    double[] values = Probe.values(grcn, parameter);
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      double[] moved = values.clone();
      moved[entry] += side == 0 ? STEP : -STEP;
      Probe.set(grcn, parameter, moved);
      try (StepScope scope = StepScope.inference(grcn.catalogue().manager(), grcn.residents())) {
        Dropout.seed(TestSeed.get());
        losses[side] = Probe.loss(grcn, scope.manager(), view, triples).getDouble();
      }
    }
    Probe.set(grcn, parameter, values);
    return (losses[0] - losses[1]) / (2 * STEP);
  }

  private static void rejects(
      String setting, int dimension, Routing routing, int rounds, EdgeMode mode, double dropout) {
    assertThatThrownBy(
            () ->
                new Grcn.Settings(
                    dimension, routing, rounds, mode, true, dropout, AuxiliaryLoss.Use.OFF, 0))
        .hasMessageStartingWith(setting);
  }

  @Test
  void settingsAreCheckedByName() {
    rejects("dimension", 0, Routing.PAPER, 3, EdgeMode.MAX, 0);
    rejects("routing", 4, null, 3, EdgeMode.MAX, 0);
    rejects("rounds", 4, Routing.PAPER, -1, EdgeMode.MAX, 0);
    rejects("edgeMode", 4, Routing.PAPER, 3, null, 0);
    for (double dropout : new double[] {-0.1, 1, Double.NaN}) {
      rejects("edgeDropout", 4, Routing.PAPER, 3, EdgeMode.MAX, dropout);
    }
    Routing routing = Routing.PAPER;
    EdgeMode mode = EdgeMode.MAX;
    AuxiliaryLoss.Use off = AuxiliaryLoss.Use.OFF;
    assertThatThrownBy(() -> new Grcn.Settings(4, routing, 3, mode, true, 0, null, 0))
        .hasMessageStartingWith("auxiliary");
    assertThatThrownBy(() -> new Grcn.Settings(4, routing, 3, mode, true, 0, off, -1))
        .hasMessageStartingWith("auxiliaryWeight");
  }
}
