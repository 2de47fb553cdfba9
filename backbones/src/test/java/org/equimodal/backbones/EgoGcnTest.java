package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.equimodal.backbones.EgoGcn.Fusion;
import org.equimodal.backbones.EgoGcn.Mixed;
import org.equimodal.backbones.EgoGcn.PreferenceNormalization;
import org.equimodal.backbones.EgoGcn.ThirdLayer;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** EgoGCN against its formulas by plain loops, with a gate for every edge, and its options. */
class EgoGcnTest {

  private static final int USERS = 8; // the last one has no item
  private static final int ITEMS = 10; // nor the last of these a user
  private static final int NODES = USERS + ITEMS;
  private static final int DIMENSION = 4;
  private static final double TOLERANCE = 1e-6; // means and 1 / indegree are single precision
  private static final double THRESHOLD = 0.28; // 1 over no indegree
  private static final double STEP = 1e-5;

  /** The settings that the tests vary. */
  private record Options(
      Fusion fusion,
      double threshold,
      Mixed mixed,
      int rounds,
      boolean reAttention,
      ThirdLayer thirdLayer,
      PreferenceNormalization normalization) {

    static Options soft(int rounds, boolean reAttention) {
      return of(Fusion.SOFT, 0, Mixed.ABOVE, rounds, reAttention);
    }

    static Options hard(double threshold, Mixed mixed, int rounds, boolean reAttention) {
      return of(Fusion.HARD, threshold, mixed, rounds, reAttention);
    }

    private static Options of(
        Fusion fusion, double threshold, Mixed mixed, int rounds, boolean reAttention) {
      ThirdLayer third = rounds % 2 == 0 ? ThirdLayer.REPEATED : ThirdLayer.PROPER;
      PreferenceNormalization inGraph = PreferenceNormalization.IN_GRAPH;
      return new Options(fusion, threshold, mixed, rounds, reAttention, third, inGraph);
    }

    Options normalized(PreferenceNormalization when) {
      return new Options(fusion, threshold, mixed, rounds, reAttention, thirdLayer, when);
    }

    EgoGcn create(Catalogue catalogue) {
      EgoGcn.Settings settings =
          new EgoGcn.Settings(
              DIMENSION,
              fusion,
              threshold,
              mixed,
              rounds,
              reAttention,
              thirdLayer,
              normalization,
              AuxiliaryLoss.Use.OFF,
              0);
      EgoGcn model = new EgoGcn(catalogue, settings, new Initializers(TestSeed.get()));
      model.initialize(catalogue.manager());
      return model;
    }
  }

  private static Dataset dataset(int modalities) {
    return ToyData.random(USERS, ITEMS, modalities, TestSeed.get());
  }

  /** Rows of all nodes, one after the other. */
  private static double[] nodes(EgoGcn model, View view) {
    return NaiveGraph.flat(Probe.matrices(model, view));
  }

  /** One of the blocks of columns: the IDs, then the modalities' streams. */
  private static double[] block(EgoGcn model, View view, int index) {
    int width = (model.catalogue().modalities().size() + 1) * DIMENSION;
    return NaiveGraph.columns(
        nodes(model, view), width, index * DIMENSION, (index + 1) * DIMENSION);
  }

  private static void copyParameters(EgoGcn from, EgoGcn to) {
    for (String name : to.parameterNames()) {
      Probe.set(to, name, Probe.values(from, name));
    }
  }

  /** The forward pass by loops. */
  private static double[] naive(EgoGcn model, Options options, View view) {
    NaiveGraph graph = new NaiveGraph(model.catalogue().dataset().split().train());
    List<Modality> modalities = model.catalogue().modalities();
    List<double[][]> values =
        modalities.stream().map(m -> graph.ofSource(NaiveGraph.unitNodes(model, m, view))).toList();
    List<double[][]> blocks = new ArrayList<>();
    blocks.add(ids(model, options, graph));
    for (Modality m : modalities) {
      double[][] z = NaiveGraph.unitNodes(model, m, view);
      double[] alpha = graph.softmax(graph.dot(z, values.get(m.index())));
      double[][] fused =
          options.fusion() == Fusion.SOFT
              ? soft(model, m, values)
              : hard(options, values.get(m.index()), mean(values), alpha);
      if (options.reAttention()) {
        alpha = graph.softmax(graph.dot(z, fused));
      }
      double[][] out = NaiveGraph.unit(graph.sum(alpha, fused, DIMENSION));
      for (int round = 0; round < options.rounds(); round++) {
        double[][] sent = graph.ofSource(out);
        double[] own = graph.softmax(graph.dot(out, sent));
        out = NaiveGraph.unit(NaiveGraph.plus(out, graph.sum(own, sent, DIMENSION)));
      }
      blocks.add(out);
    }
    return NaiveGraph.sideBySide(blocks);
  }

  /** Every edge has its own gates. */
  private static double[][] soft(EgoGcn model, Modality m, List<double[][]> values) {
    double[][] sum = values.get(m.index());
    for (Modality k : model.catalogue().modalities()) {
      if (!k.equals(m)) {
        double[][] sent = values.get(k.index());
        double[][] gates = NaiveGraph.linear(model, m.name() + ".gate." + k.name(), sent);
        double[][] gated = NaiveGraph.each(gates, x -> 1 / (1 + Math.exp(-x)));
        for (int e = 0; e < sent.length; e++) {
          for (int column = 0; column < DIMENSION; column++) {
            gated[e][column] *= sent[e][column];
          }
        }
        sum = NaiveGraph.plus(sum, gated);
      }
    }
    return NaiveGraph.each(sum, x -> x / values.size());
  }

  private static double[][] hard(Options options, double[][] own, double[][] mean, double[] alpha) {
    return IntStream.range(0, own.length)
        .mapToObj(
            e ->
                alpha[e] > options.threshold() == (options.mixed() == Mixed.ABOVE)
                    ? mean[e]
                    : own[e])
        .toArray(double[][]::new);
  }

  private static double[][] mean(List<double[][]> values) {
    return NaiveGraph.each(
        NaiveGraph.plus(values.toArray(double[][][]::new)), x -> x / values.size());
  }

  private static double[][] ids(EgoGcn model, Options options, NaiveGraph graph) {
    double[] weights = graph.symmetricWeights();
    List<double[][]> layers = new ArrayList<>();
    layers.add(NaiveGraph.unit(NaiveGraph.rows(Probe.values(model, "node_embedding"), DIMENSION)));
    for (int layer = 1; layer <= 3; layer++) {
      boolean repeated = layer == 3 && options.thirdLayer() == ThirdLayer.REPEATED;
      double[][] sent = graph.ofSource(layers.get(repeated ? 1 : layer - 1));
      layers.add(graph.sum(weights, sent, DIMENSION));
    }
    return NaiveGraph.plus(layers.toArray(double[][][]::new));
  }

  private static Stream<Options> options() {
    return IntStream.rangeClosed(0, 3)
        .boxed()
        .flatMap(
            rounds ->
                Stream.of(true, false)
                    .flatMap(
                        again ->
                            Stream.of(
                                Options.soft(rounds, again),
                                Options.hard(THRESHOLD, Mixed.ABOVE, rounds, again),
                                Options.hard(THRESHOLD, Mixed.BELOW, rounds, again))));
  }

  @ParameterizedTest
  @MethodSource("options")
  void computesItsFormulas(Options options) {
    for (int modalities = 1; modalities <= 3; modalities++) {
      try (Catalogue catalogue = TestBackbones.catalogue(dataset(modalities), DataType.FLOAT64)) {
        EgoGcn model = options.create(catalogue);
        for (View view : Probe.views(catalogue.modalities())) {
          assertThat(nodes(model, view))
              .as("%s of %d, %s", view, modalities, TestSeed.message())
              .containsExactly(naive(model, options, view), within(TOLERANCE));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneModalityIsPlainAttentionInBothFusions(boolean reAttention) {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(1), DataType.FLOAT64)) {
      EgoGcn soft = Options.soft(1, reAttention).create(catalogue);
      for (Mixed mixed : Mixed.values()) {
        EgoGcn hard = Options.hard(THRESHOLD, mixed, 1, reAttention).create(catalogue);
        assertThat(soft.parameterNames()).isEqualTo(hard.parameterNames());
        for (View view : Probe.views(catalogue.modalities())) {
          assertThat(nodes(hard, view))
              .as("%s, %s", view, TestSeed.message())
              .containsExactly(nodes(soft, view), within(TOLERANCE));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anUnreachableThresholdSeparatesTheModalities(boolean reAttention) {
    Dataset dataset = dataset(3);
    Options options = Options.hard(1.5, Mixed.ABOVE, 2, reAttention);
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT64)) {
      EgoGcn model = options.create(catalogue);
      for (Modality m : dataset.modalities()) {
        try (Catalogue alone = TestBackbones.catalogue(only(dataset, m), DataType.FLOAT64)) {
          EgoGcn single = options.create(alone);
          copyParameters(model, single);
          for (View view : Probe.views(dataset.modalities())) {
            View same = new View(view.keeps(m) ? alone.modalities() : List.of());
            assertThat(block(model, view, 1 + m.index()))
                .as("stream of %s in view %s, %s", m, view, TestSeed.message())
                .containsExactly(block(single, same, 1), within(TOLERANCE));
          }
        }
      }
    }
  }

  private static Dataset only(Dataset dataset, Modality m) {
    ItemFeatures features = dataset.features().get(m.index());
    float[][] rows = IntStream.range(0, ITEMS).mapToObj(features::row).toArray(float[][]::new);
    return new Dataset(
        dataset.name(),
        dataset.split(),
        List.of(ItemFeatures.of(new Modality(0, m.name()), rows)),
        dataset.categories(),
        dataset.rawIds());
  }

  /** 1 / indegree of a masked modality may be the very threshold: that is not above. */
  @Test
  void anEdgeAtTheThresholdIsNotAboveIt() {
    Dataset dataset = dataset(2);
    int degree = dataset.split().train().degree(0);
    double at = 1.0 / degree;
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      View none = new View(List.of());
      double[] exactly = nodes(Options.hard(at, Mixed.ABOVE, 1, true).create(catalogue), none);
      double[] more = nodes(Options.hard(at + 0.01, Mixed.ABOVE, 1, true).create(catalogue), none);
      double[] less = nodes(Options.hard(at - 0.01, Mixed.ABOVE, 1, true).create(catalogue), none);
      assertThat(exactly).as("indegree %d, %s", degree, TestSeed.message()).isEqualTo(more);
      assertThat(exactly).as("indegree %d, %s", degree, TestSeed.message()).isNotEqualTo(less);
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void streamsOfNodesWithoutEdgesAreZero(Options options) {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(2), DataType.FLOAT32)) {
      EgoGcn model = options.create(catalogue);
      for (View view : Probe.views(catalogue.modalities())) {
        for (int stream = 1; stream <= 2; stream++) {
          double[][] rows = NaiveGraph.rows(block(model, view, stream), DIMENSION);
          assertThat(rows[USERS - 1]).as("last user in %s", view).containsOnly(0);
          assertThat(rows[NODES - 1]).as("last item in %s", view).containsOnly(0);
          assertThat(rows[0]).as("first user in %s", view).doesNotContain(0);
        }
      }
    }
  }

  private static Stream<Options> differentiated() {
    return Stream.of(
            Options.soft(1, true),
            Options.soft(0, false),
            Options.hard(THRESHOLD, Mixed.ABOVE, 2, true),
            Options.hard(THRESHOLD, Mixed.BELOW, 1, true),
            Options.hard(THRESHOLD, Mixed.ABOVE, 1, false))
        .flatMap(o -> Arrays.stream(PreferenceNormalization.values()).map(o::normalized));
  }

  @ParameterizedTest
  @MethodSource("differentiated")
  void gradientsAreFiniteDifferences(Options options) {
    Dataset dataset = dataset(2);
    Triples triples = ToyData.triples(dataset, 12, TestSeed.get());
    RandomGenerator random = Seeds.generator(TestSeed.get(), "egogcn-test");
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT64)) {
      EgoGcn model = options.create(catalogue);
      for (View view : Probe.views(catalogue.modalities())) {
        double[][] gradients;
        try (StepScope scope = StepScope.training(catalogue.manager(), model.residents())) {
          NDArray loss = Probe.loss(model, scope.manager(), view, triples);
          NDList found = Kernels.gradients(loss, model.parameterArrays());
          gradients = found.stream().map(Probe::doubles).toArray(double[][]::new);
        }
        for (int p = 0; p < gradients.length; p++) {
          String name = model.parameterNames().get(p);
          assertThat(Arrays.stream(gradients[p])).as(name).allMatch(Double::isFinite);
          for (int k = 0; k < 4; k++) {
            int entry = random.nextInt(gradients[p].length);
            double expected = difference(model, view, name, entry, triples);
            assertThat(gradients[p][entry])
                .as("%s[%d] in view %s, %s", name, entry, view, TestSeed.message())
                .isCloseTo(expected, within(1e-9 + 1e-5 * Math.abs(expected)));
          }
        }
      }
    }
  }

  private static double difference(
      EgoGcn model, View view, String parameter, int entry, Triples triples) {
    double[] values = Probe.values(model, parameter);
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      double[] moved = values.clone();
      moved[entry] += side == 0 ? STEP : -STEP;
      Probe.set(model, parameter, moved);
      NDManager manager = model.catalogue().manager();
      try (StepScope scope = StepScope.inference(manager, model.residents())) {
        losses[side] = Probe.loss(model, scope.manager(), view, triples).getDouble();
      }
    }
    Probe.set(model, parameter, values);
    return (losses[0] - losses[1]) / (2 * STEP);
  }

  private static void constrain(EgoGcn model) {
    try (StepScope scope = StepScope.training(model.catalogue().manager(), model.residents())) {
      model.constrainParameters();
      assertThat(scope.manager().isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void preferencesAreUnitRowsAfterAStep(int modalities) {
    Options options = Options.soft(1, true);
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(modalities), DataType.FLOAT64)) {
      EgoGcn model = options.normalized(PreferenceNormalization.AFTER_STEP).create(catalogue);
      EgoGcn inGraph = options.create(catalogue);
      View full = Probe.full(model);
      double[] before = nodes(inGraph, full);
      constrain(model);
      for (String name : model.parameterNames()) {
        double[] values = Probe.values(model, name);
        if (name.endsWith(".preference")) {
          double[] unit =
              NaiveGraph.flat(
                  NaiveGraph.unit(NaiveGraph.rows(Probe.values(inGraph, name), DIMENSION)));
          assertThat(values).as(name).containsExactly(unit, within(1e-12));
        } else {
          assertThat(values).as(name).isEqualTo(Probe.values(inGraph, name));
        }
      }
      assertThat(nodes(model, full)).as("as before").containsExactly(before, within(1e-12));
      copyParameters(model, inGraph);
      for (View view : Probe.views(catalogue.modalities())) {
        assertThat(nodes(model, view))
            .as("%s, %s", view, TestSeed.message())
            .containsExactly(nodes(inGraph, view), within(1e-12));
      }
    }
  }

  @Test
  void normalizationInTheGraphLeavesPreferencesAlone() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(2), DataType.FLOAT32)) {
      EgoGcn model = Options.soft(1, true).create(catalogue);
      EgoGcn same = Options.soft(1, true).create(catalogue);
      constrain(model);
      for (String name : model.parameterNames()) {
        assertThat(Probe.values(model, name)).as(name).isEqualTo(Probe.values(same, name));
      }
    }
  }

  @Test
  void preferencesCanBeTrainedAfterBeingConstrained() {
    Dataset dataset = dataset(2);
    Triples triples = ToyData.triples(dataset, 12, TestSeed.get());
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      EgoGcn model =
          Options.soft(1, true).normalized(PreferenceNormalization.AFTER_STEP).create(catalogue);
      constrain(model);
      double[] before = Probe.values(model, "visual.preference");
      Probe.train(model, 3, 0.01, triples);
      double[] after = Probe.values(model, "visual.preference");
      constrain(model);
      double[] unit = Probe.values(model, "visual.preference");
      assertThat(after).isNotEqualTo(before);
      assertThat(unit).isNotEqualTo(after);
      for (double[] row : NaiveGraph.rows(unit, DIMENSION)) {
        assertThat(NaiveGraph.dot(row, row)).isCloseTo(1, within(1e-6));
      }
    }
  }

  @Test
  void constrainingLeavesNoArrayBehind() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(2), DataType.FLOAT32)) {
      EgoGcn model =
          Options.soft(1, true).normalized(PreferenceNormalization.AFTER_STEP).create(catalogue);
      constrain(model);
      NDManager manager = catalogue.manager();
      int[] before = arrays(manager);
      for (int step = 0; step < 20; step++) {
        constrain(model);
      }
      assertThat(arrays(manager)).as("arrays of the catalogue and of all").isEqualTo(before);
    }
  }

  private static int[] arrays(NDManager manager) {
    return Stream.of(manager, manager.getParentManager())
        .mapToInt(owner -> owner.getManagedArrays().size())
        .toArray();
  }

  @Test
  void gatesAreParametersOfSoftFusionAlone() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(3), DataType.FLOAT32)) {
      EgoGcn soft = Options.soft(1, true).create(catalogue);
      EgoGcn hard = Options.hard(THRESHOLD, Mixed.ABOVE, 1, true).create(catalogue);
      List<String> gates =
          soft.parameterNames().stream().filter(name -> name.contains(".gate.")).toList();
      assertThat(gates)
          .hasSize(2 * 3 * 2)
          .contains("visual.gate.textual.weight", "textual.gate.visual.bias")
          .doesNotContain("visual.gate.visual.weight");
      assertThat(hard.parameterNames())
          .noneMatch(name -> name.contains(".gate."))
          .hasSize(soft.parameterNames().size() - gates.size());
    }
  }

  private static void rejects(String setting, Options options, int dimension, double weight) {
    AuxiliaryLoss.Use use = weight < 0 ? AuxiliaryLoss.Use.ORIGINAL : AuxiliaryLoss.Use.OFF;
    assertThatThrownBy(
            () ->
                new EgoGcn.Settings(
                    dimension,
                    options.fusion(),
                    options.threshold(),
                    options.mixed(),
                    options.rounds(),
                    options.reAttention(),
                    options.thirdLayer(),
                    options.normalization(),
                    setting.equals("auxiliary") ? null : use,
                    weight))
        .hasMessageStartingWith(setting);
  }

  @Test
  void settingsAreCheckedByName() {
    Options fine = Options.soft(1, true);
    ThirdLayer third = ThirdLayer.PROPER;
    PreferenceNormalization inGraph = PreferenceNormalization.IN_GRAPH;
    rejects("dimension", fine, 0, 0);
    rejects("fusion", Options.of(null, 0, Mixed.ABOVE, 1, true), 4, 0);
    rejects("threshold", Options.hard(-0.1, Mixed.ABOVE, 1, true), 4, 0);
    rejects("threshold", Options.hard(Double.NaN, Mixed.ABOVE, 1, true), 4, 0);
    rejects("mixed", Options.hard(THRESHOLD, null, 1, true), 4, 0);
    rejects("rounds", Options.soft(-1, true), 4, 0);
    rejects("thirdLayer", new Options(Fusion.SOFT, 0, Mixed.ABOVE, 1, true, null, inGraph), 4, 0);
    rejects(
        "preferenceNormalization",
        new Options(Fusion.SOFT, 0, Mixed.ABOVE, 1, true, third, null),
        4,
        0);
    rejects("auxiliary", fine, 4, 0);
    rejects("auxiliaryWeight", fine, 4, -1);
  }
}
