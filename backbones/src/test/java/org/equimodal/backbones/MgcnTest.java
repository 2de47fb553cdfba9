package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.equimodal.backbones.Mgcn.MaskedGraph;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Fixture;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for MGCN alone. The last user and the last item have no interaction. */
class MgcnTest {

  private static final int USERS = 8;
  private static final int ITEMS = 10;
  private static final int DIMENSION = 4;
  private static final int K = 3;
  private static final double TOLERANCE = 1e-5; // graphs have weights in single precision

  private static Dataset dataset(int modalities) {
    return ToyData.random(USERS, ITEMS, modalities, TestSeed.get());
  }

  private static Mgcn.Settings settings(
      int layers, int itemLayers, MaskedGraph masked, boolean trainFeatures) {
    return new Mgcn.Settings(
        DIMENSION, layers, itemLayers, K, masked, trainFeatures, AuxiliaryLoss.Use.OFF, 0, 0.2);
  }

  private static Mgcn.Settings contrastive(Mgcn.Settings settings, double temperature) {
    return new Mgcn.Settings(
        settings.dimension(),
        settings.layers(),
        settings.itemLayers(),
        settings.k(),
        settings.maskedGraph(),
        settings.trainFeatures(),
        AuxiliaryLoss.Use.ORIGINAL,
        1,
        temperature);
  }

  private static Mgcn mgcn(Catalogue catalogue, Mgcn.Settings settings) {
    Mgcn mgcn = new Mgcn(catalogue, settings, new Initializers(TestSeed.get()));
    mgcn.initialize(catalogue.manager());
    return mgcn;
  }

  /** The equations of the class, one view at a time. */
  private record Naively(Mgcn mgcn, Mgcn.Settings settings, View view) {

    Dataset dataset() {
      return mgcn.catalogue().dataset();
    }

    /** D^-1/2 A D^-1/2. */
    double[][] symmetric() {
      double[][] matrix = Naive.adjacency(dataset());
      double[] degrees = Naive.rowSums(matrix);
      for (int row = 0; row < matrix.length; row++) {
        for (int column = 0; column < matrix.length; column++) {
          if (matrix[row][column] != 0) {
            matrix[row][column] /= Math.sqrt(degrees[row] * degrees[column]);
          }
        }
      }
      return matrix;
    }

    /** C. */
    double[][] behaviour() {
      double[][] layer =
          Naive.stack(
              Naive.parameter(mgcn, "user_embedding"), Naive.parameter(mgcn, "item_embedding"));
      double[][] sum = layer;
      for (int l = 1; l <= settings.layers(); l++) {
        layer = Naive.times(symmetric(), layer);
        sum = Naive.plus(sum, layer);
      }
      return Naive.times(sum, 1.0 / (settings.layers() + 1));
    }

    /** K_m, of the features as they were at the start. */
    double[][] similar(Modality m) {
      double[][] features = Naive.features(dataset(), m);
      double[][] kept = new double[ITEMS][ITEMS];
      for (int i = 0; i < ITEMS; i++) {
        double[] row = kept[i];
        double[] own = features[i];
        IntStream.range(0, ITEMS)
            .boxed()
            .sorted(Comparator.comparingDouble(j -> -Naive.cosine(own, features[j])))
            .limit(K)
            .forEach(j -> row[j] = Naive.cosine(own, features[j]));
      }
      double[] degrees = Naive.rowSums(kept);
      for (int i = 0; i < ITEMS; i++) {
        for (int j = 0; j < ITEMS; j++) {
          kept[i][j] /= Math.sqrt(degrees[i] * degrees[j]);
        }
      }
      return kept;
    }

    /** Z^m. */
    double[][] itemView(Modality m) {
      double[][] f =
          settings.trainFeatures()
              ? Naive.parameter(mgcn, m.name() + ".features")
              : Naive.features(dataset(), m);
      double[][] v =
          Naive.linear(mgcn, m.name() + ".projection", view.keeps(m) ? f : Naive.meanRows(f));
      double[][] gate = Naive.sigmoid(Naive.linear(mgcn, m.name() + ".purifier", v));
      double[][] b = Naive.product(Naive.parameter(mgcn, "item_embedding"), gate);
      if (view.keeps(m) || settings.maskedGraph() == MaskedGraph.KEEP) {
        for (int layer = 0; layer < settings.itemLayers(); layer++) {
          b = Naive.times(similar(m), b);
        }
      }
      double[][] ofUsers = new double[USERS][];
      for (int user = 0; user < USERS; user++) {
        ofUsers[user] = Arrays.copyOfRange(symmetric()[user], USERS, USERS + ITEMS);
      }
      return Naive.stack(Naive.times(ofUsers, b), b);
    }

    double[][] side() {
      List<Modality> modalities = dataset().modalities();
      List<double[][]> z = modalities.stream().map(this::itemView).toList();
      List<double[][]> e = new ArrayList<>();
      for (double[][] rows : z) {
        double[][] hidden = Naive.each(Naive.linear(mgcn, "query.hidden", rows), Math::tanh);
        e.add(Naive.each(Naive.linear(mgcn, "query.score", hidden), Math::exp));
      }
      double[][] common = new double[USERS + ITEMS][DIMENSION];
      for (int node = 0; node < common.length; node++) {
        int row = node;
        double all = e.stream().mapToDouble(scores -> scores[row][0]).sum();
        for (int m = 0; m < z.size(); m++) {
          for (int column = 0; column < DIMENSION; column++) {
            common[node][column] += e.get(m)[node][0] / all * z.get(m)[node][column];
          }
        }
      }
      double[][] sum = common;
      for (Modality m : modalities) {
        double[][] gate =
            Naive.sigmoid(Naive.linear(mgcn, m.name() + ".preference_gate", behaviour()));
        double[][] apart = Naive.minus(z.get(m.index()), common);
        sum = Naive.plus(sum, Naive.product(gate, apart));
      }
      return Naive.times(sum, 1.0 / (modalities.size() + 1));
    }

    double[] all() {
      return Naive.flat(Naive.plus(behaviour(), side()));
    }
  }

  private static void computesItsEquations(Mgcn mgcn, Mgcn.Settings settings) {
    for (View view : Probe.views(mgcn.catalogue().modalities())) {
      assertThat(Naive.nodes(mgcn, view))
          .as("view %s, %s, %s", view, settings, TestSeed.message())
          .containsExactly(new Naively(mgcn, settings, view).all(), within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void computesItsEquations(int modalities) {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(modalities), DataType.FLOAT64)) {
      for (MaskedGraph masked : MaskedGraph.values()) {
        for (int layers = 0; layers <= 3; layers++) {
          Mgcn.Settings settings = settings(layers, 1, masked, false);
          computesItsEquations(mgcn(catalogue, settings), settings);
        }
        for (int itemLayers : new int[] {0, 2}) {
          Mgcn.Settings settings = settings(2, itemLayers, masked, true);
          computesItsEquations(mgcn(catalogue, settings), settings);
        }
      }
    }
  }

  @Test
  void aSingleModalityAddsHalfOfItsView() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(1), DataType.FLOAT64)) {
      Mgcn.Settings settings = settings(2, 1, MaskedGraph.KEEP, false);
      Mgcn mgcn = mgcn(catalogue, settings);
      for (View view : Probe.views(catalogue.modalities())) {
        Naively naively = new Naively(mgcn, settings, view);
        double[][] z = naively.itemView(catalogue.modalities().get(0));
        assertThat(Naive.nodes(mgcn, view))
            .as("view %s, %s", view, TestSeed.message())
            .containsExactly(
                Naive.flat(Naive.plus(naively.behaviour(), Naive.times(z, 0.5))),
                within(TOLERANCE));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> contrastiveLossesOfTheFixtures() {
    return Fixture.all("mgcn-").stream()
        .map(fixture -> DynamicTest.dynamicTest(fixture.name(), () -> contrastive(fixture)));
  }

  private static void contrastive(Fixture fixture) {
    Dataset dataset = BackboneConformanceTest.dataset(fixture);
    Mgcn.Settings settings =
        (Mgcn.Settings) BackboneConformanceTest.settings(fixture, Backbones.get("mgcn"));
    try (Catalogue catalogue = new Catalogue(dataset, Device.cpu(), DataType.FLOAT32)) {
      Mgcn mgcn = mgcn(catalogue, contrastive(settings, 0.2));
      assertThat(mgcn.hasAuxiliaryLoss()).isTrue();
      BackboneConformanceTest.loadParameters(fixture, mgcn);
      try (StepScope scope = StepScope.inference(catalogue.manager(), mgcn.residents())) {
        View full = Probe.full(mgcn);
        long[] byColumn = BackboneConformanceTest.transposed(fixture.longs("triples"));
        NDArray triples = scope.manager().create(byColumn, new Shape(3, byColumn.length / 3));
        Representations shown =
            Probe.represent(mgcn, scope.manager(), List.of(full), true).get(full);
        Fixture.assertClose(
            fixture.name(),
            shown.auxiliaryLoss().orElseThrow().on(triples).toFloatArray(),
            fixture.floats("contrastive"));
      }
    }
  }

  /** One step's gradients of the auxiliary loss of a view. */
  private static double[][] auxiliaryGradients(Mgcn mgcn, View view, Triples batch) {
    try (StepScope scope = StepScope.training(mgcn.catalogue().manager(), mgcn.residents())) {
      NDManager manager = scope.manager();
      NDArray ids = ToyData.triples(manager, batch, ToyData.noTriples());
      NDArray loss =
          Probe.represent(mgcn, manager, List.of(view), true)
              .get(view)
              .auxiliaryLoss()
              .orElseThrow()
              .on(ids);
      assertThat(Probe.doubles(loss)[0]).isFinite().isNotNegative();
      return Kernels.gradients(loss, mgcn.parameterArrays()).stream()
          .map(Probe::doubles)
          .toArray(double[][]::new);
    }
  }

  @Test
  void contrastiveLossIsFiniteForHugeAndTinySimilarities() {
    Dataset dataset = dataset(2);
    Triples batch = ToyData.triples(dataset, 20, TestSeed.get());
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      for (double temperature : new double[] {1e-4, 1e4}) {
        Mgcn.Settings settings = settings(2, 1, MaskedGraph.KEEP, true);
        Mgcn mgcn = mgcn(catalogue, contrastive(settings, temperature));
        for (View view : Probe.views(dataset.modalities())) {
          double[][] gradients = auxiliaryGradients(mgcn, view, batch);
          for (int p = 0; p < gradients.length; p++) {
            assertThat(Naive.largest(gradients[p]))
                .as("%s, view %s, temperature %s", mgcn.parameterNames().get(p), view, temperature)
                .isFinite();
          }
        }
      }
    }
  }

  @Test
  void withoutItsLossThereIsNone() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(2), DataType.FLOAT32)) {
      Mgcn mgcn = mgcn(catalogue, settings(2, 1, MaskedGraph.KEEP, false));
      assertThat(mgcn.hasAuxiliaryLoss()).isFalse();
      try (StepScope scope = StepScope.inference(catalogue.manager(), mgcn.residents())) {
        View full = Probe.full(mgcn);
        assertThat(
                Probe.represent(mgcn, scope.manager(), List.of(full), true)
                    .get(full)
                    .auxiliaryLoss())
            .isEmpty();
      }
    }
  }

  @Test
  void trainedFeaturesStartAsTheDatasetsAndAreCopies() {
    Dataset dataset = dataset(2);
    Triples batch = ToyData.triples(dataset, 20, TestSeed.get());
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Mgcn mgcn = mgcn(catalogue, settings(2, 1, MaskedGraph.KEEP, true));
      for (Modality m : catalogue.modalities()) {
        assertThat(Naive.parameter(mgcn, m.name() + ".features"))
            .isDeepEqualTo(Naive.features(dataset, m));
      }
      Probe.train(mgcn, 3, 0.01, batch);
      for (Modality m : catalogue.modalities()) {
        double[] given = Naive.flat(Naive.features(dataset, m));
        assertThat(Probe.values(mgcn, m.name() + ".features")).isNotEqualTo(given);
        assertThat(Probe.doubles(catalogue.features(m))).isEqualTo(given);
      }
      Mgcn next = mgcn(catalogue, settings(2, 1, MaskedGraph.KEEP, true));
      for (Modality m : catalogue.modalities()) {
        assertThat(Naive.parameter(next, m.name() + ".features"))
            .isDeepEqualTo(Naive.features(dataset, m));
      }
    }
  }

  @Test
  void masksTrainedFeaturesByTheirLiveMean() {
    Dataset dataset = dataset(2);
    Triples batch = ToyData.triples(dataset, 20, TestSeed.get());
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT64)) {
      Mgcn.Settings settings = settings(2, 1, MaskedGraph.KEEP, true);
      Mgcn mgcn = mgcn(catalogue, settings);
      Probe.train(mgcn, 5, 0.1, batch);
      computesItsEquations(mgcn, settings);
      for (Modality m : catalogue.modalities()) {
        gradientOfTheMean(mgcn, m, batch);
      }
    }
  }

  /** Every row of the features has the same part of the mean's gradient. */
  private static void gradientOfTheMean(Mgcn mgcn, Modality m, Triples batch) {
    String name = m.name() + ".features";
    View without = View.without(m, mgcn.catalogue().modalities());
    double[] gradient;
    NDManager manager = mgcn.catalogue().manager();
    try (StepScope scope = StepScope.training(manager, mgcn.residents())) {
      NDArray loss = Probe.loss(mgcn, scope.manager(), without, batch);
      NDArray features = mgcn.getDirectParameters().get(name).getArray();
      gradient = Probe.doubles(Kernels.gradients(loss, new NDList(features)).head());
    }
    int width = mgcn.catalogue().width(m);
    double[] values = Probe.values(mgcn, name);
    for (int column = 0; column < width; column++) {
      double[] losses = new double[2];
      double step = 1e-5;
      for (int side = 0; side < 2; side++) {
        double[] moved = values.clone();
        moved[column] += side == 0 ? step : -step;
        Probe.set(mgcn, name, moved);
        try (StepScope scope = StepScope.inference(manager, mgcn.residents())) {
          losses[side] = Probe.loss(mgcn, scope.manager(), without, batch).getDouble();
        }
      }
      Probe.set(mgcn, name, values);
      double expected = (losses[0] - losses[1]) / (2 * step);
      assertThat(Math.abs(expected)).as("%s, column %d", name, column).isGreaterThan(1e-8);
      for (int item = 0; item < ITEMS; item++) {
        assertThat(gradient[item * width + column])
            .as("%s[%d, %d], %s", name, item, column, TestSeed.message())
            .isCloseTo(expected, within(1e-9 + 1e-5 * Math.abs(expected)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void frozenFeaturesGiveTheSameAtTheStart(int modalities) {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(modalities), DataType.FLOAT32)) {
      for (MaskedGraph masked : MaskedGraph.values()) {
        Mgcn frozen = mgcn(catalogue, settings(2, 1, masked, false));
        Mgcn trained = mgcn(catalogue, settings(2, 1, masked, true));
        for (View view : Probe.views(catalogue.modalities())) {
          assertThat(Naive.nodes(frozen, view))
              .as("view %s, %s, %s", view, masked, TestSeed.message())
              .containsExactly(Naive.nodes(trained, view), within(1e-6));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void onlyTheIdentityHidesTheGraphOfAMaskedModality(int modalities) {
    Dataset dataset = dataset(modalities);
    for (Modality m : dataset.modalities()) {
      Dataset changed = ToyData.withFeatures(dataset, m, otherOfSameMean(dataset, m));
      try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32);
          Catalogue other = TestBackbones.catalogue(changed, DataType.FLOAT32)) {
        for (MaskedGraph masked : MaskedGraph.values()) {
          Mgcn.Settings settings = settings(2, 1, masked, false);
          Mgcn before = mgcn(catalogue, settings);
          Mgcn after = mgcn(other, settings);
          for (View view : Probe.views(dataset.modalities())) {
            double[] expected = Naive.nodes(before, view);
            double[] actual = Naive.nodes(after, view);
            double[] difference = new double[expected.length];
            Arrays.setAll(difference, k -> actual[k] - expected[k]);
            double largest = Naive.largest(difference);
            boolean traceless = masked == MaskedGraph.IDENTITY && !view.keeps(m);
            String description =
                "trace of %s in view %s, %s, %s".formatted(m, view, masked, TestSeed.message());
            if (traceless) {
              assertThat(largest).as(description).isLessThan(1e-5);
            } else {
              assertThat(largest).as(description).isGreaterThan(1e-3);
            }
          }
        }
      }
    }
  }

  /** The rows in another order, and mirrored at their mean. */
  private static float[][] otherOfSameMean(Dataset dataset, Modality m) {
    ItemFeatures features = dataset.features().get(m.index());
    float[] mean = features.meanRow();
    float[][] rows = new float[ITEMS][];
    for (int item = 0; item < ITEMS; item++) {
      rows[item] = features.row((item + 1) % ITEMS).clone();
      for (int column = 0; column < mean.length; column++) {
        rows[item][column] = 2 * mean[column] - rows[item][column];
      }
    }
    return rows;
  }

  @Test
  void settingsSayWhatIsWrong() {
    Map<String, List<Object>> wrong =
        Map.of(
            "dimension", List.of(0),
            "layers", List.of(-1),
            "itemLayers", List.of(-1),
            "k", List.of(0, -3),
            "auxiliaryWeight", List.of(-0.5, Double.NaN),
            "temperature", List.of(0.0, -1.0, Double.NaN));
    wrong.forEach(
        (name, values) ->
            values.forEach(
                value ->
                    assertThatThrownBy(() -> settings(name, value))
                        .as("%s = %s", name, value)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(name + " must be")
                        .hasMessageContaining("was " + value)));
    for (String name : List.of("maskedGraph", "auxiliary")) {
      assertThatThrownBy(() -> settings(name, null))
          .isInstanceOf(NullPointerException.class)
          .hasMessageStartingWith(name);
    }
  }

  /** Settings that are right but for one. */
  private static Mgcn.Settings settings(String changed, Object value) {
    Map<String, Object> right =
        new HashMap<>(
            Map.of(
                "dimension",
                DIMENSION,
                "layers",
                0,
                "itemLayers",
                0,
                "k",
                1,
                "maskedGraph",
                MaskedGraph.KEEP,
                "auxiliary",
                AuxiliaryLoss.Use.OFF,
                "auxiliaryWeight",
                0.0,
                "temperature",
                0.2));
    right.put(changed, value);
    return new Mgcn.Settings(
        (int) right.get("dimension"),
        (int) right.get("layers"),
        (int) right.get("itemLayers"),
        (int) right.get("k"),
        (MaskedGraph) right.get("maskedGraph"),
        false,
        (AuxiliaryLoss.Use) right.get("auxiliary"),
        (double) right.get("auxiliaryWeight"),
        (double) right.get("temperature"));
  }
}
