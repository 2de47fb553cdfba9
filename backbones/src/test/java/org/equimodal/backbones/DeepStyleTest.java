package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.equimodal.backbones.DeepStyle.Mode;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for DeepStyle alone. */
class DeepStyleTest {

  private static final int USERS = 9;
  private static final int ITEMS = 12;
  private static final int DIMENSION = 4;
  private static final double TOLERANCE = 1e-5;

  private static Dataset dataset(int modalities) {
    return ToyData.random(USERS, ITEMS, modalities, TestSeed.get());
  }

  private static Catalogue catalogue(int modalities) {
    return TestBackbones.catalogue(dataset(modalities), DataType.FLOAT32);
  }

  private static DeepStyle deepStyle(Catalogue catalogue, Mode mode, boolean categories) {
    DeepStyle.Settings settings = new DeepStyle.Settings(DIMENSION, mode, categories);
    DeepStyle deepStyle = new DeepStyle(catalogue, settings, new Initializers(TestSeed.get()));
    deepStyle.initialize(catalogue.manager());
    return deepStyle;
  }

  /** V^m, of all items by their own features or by the mean. */
  private static double[][] projected(DeepStyle deepStyle, Modality m, boolean kept) {
    double[][] features = Naive.features(deepStyle.catalogue().dataset(), m);
    return Naive.linear(
        deepStyle, m.name() + ".projection", kept ? features : Naive.meanRows(features));
  }

  /** Rows less C[cat]. */
  private static double[][] styled(DeepStyle deepStyle, double[][] rows, String table) {
    double[][] c = Naive.parameter(deepStyle, table);
    int[] category = deepStyle.catalogue().dataset().categories().orElseThrow().ofItem();
    double[][] ofItem = new double[ITEMS][];
    for (int item = 0; item < ITEMS; item++) {
      ofItem[item] = c[category[item]];
    }
    return Naive.minus(rows, ofItem);
  }

  /** Scores of all pairs. */
  private static double[] scores(double[][] users, double[][] items) {
    double[] scores = new double[USERS * ITEMS];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = Naive.dot(users[k / ITEMS], items[k % ITEMS]);
    }
    return scores;
  }

  private static double[] relative(double[] scores) {
    double[] relative = scores.clone();
    for (int k = 0; k < scores.length; k++) {
      relative[k] -= scores[k / ITEMS * ITEMS];
    }
    return relative;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void rankingByOneModalityIsRankingWithTheOthersZero(int modalities) {
    try (Catalogue catalogue = catalogue(modalities)) {
      DeepStyle deepStyle = deepStyle(catalogue, Mode.SHARED, true);
      double[][] users = Naive.parameter(deepStyle, "user_embedding");
      double[][] items = Naive.parameter(deepStyle, "item_embedding");
      double[][] ids = styled(deepStyle, items, "category_embedding");
      for (Modality m : catalogue.modalities()) {
        double[] zeroed = scores(users, Naive.plus(ids, projected(deepStyle, m, true)));
        View only = View.only(m);
        assertThat(Probe.relativeScores(deepStyle, only))
            .as("only %s, %s", m, TestSeed.message())
            .containsExactly(relative(zeroed), within(TOLERANCE));
        assertThat(Naive.rankings(Probe.scores(deepStyle, only), ITEMS))
            .as("only %s, %s", m, TestSeed.message())
            .isDeepEqualTo(Naive.rankings(zeroed, ITEMS));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void treatmentEffectIsTheModalitysOwnPart(int modalities) {
    try (Catalogue catalogue = catalogue(modalities)) {
      Triples batch = ToyData.triples(catalogue.dataset(), 20, TestSeed.get());
      for (Mode mode : Mode.values()) {
        DeepStyle deepStyle = deepStyle(catalogue, mode, true);
        View full = Probe.full(deepStyle);
        for (Modality m : catalogue.modalities()) {
          View without = View.without(m, catalogue.modalities());
          double[][] users =
              Naive.parameter(
                  deepStyle, mode == Mode.SHARED ? "user_embedding" : m.name() + ".preference");
          double[] expected = scores(users, projected(deepStyle, m, true));
          if (mode == Mode.PER_MODALITY) { // what a user thinks of categories is a preference too
            String table = m.name() + ".category_embedding";
            double[][] own = styled(deepStyle, projected(deepStyle, m, true), table);
            double[][] left = styled(deepStyle, projected(deepStyle, m, false), table);
            double[] with = scores(users, own);
            double[] masked = scores(Naive.meanRows(users), left);
            for (int k = 0; k < with.length; k++) {
              expected[k] = with[k] - masked[k];
            }
          }
          try (StepScope scope = StepScope.inference(catalogue.manager(), deepStyle.residents())) {
            Map<View, Representations> represented =
                Probe.represent(deepStyle, scope.manager(), List.of(full, without), false);
            NDArray ids = ToyData.triples(scope.manager(), batch, ToyData.noTriples());
            Margins margins = new Margins(represented, ids, batch.size(), List.of());
            double[] effect = Probe.doubles(margins.training(full).sub(margins.training(without)));
            for (int k = 0; k < batch.size(); k++) {
              int row = batch.users()[k] * ITEMS;
              assertThat(effect[k])
                  .as("effect of %s, %s, %s", m, mode, TestSeed.message())
                  .isCloseTo(
                      expected[row + batch.positives()[k]] - expected[row + batch.negatives()[k]],
                      within(TOLERANCE));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void noViewMasksCategories(int modalities) {
    View none = new View(List.of());
    try (Catalogue catalogue = catalogue(modalities)) {
      DeepStyle shared = deepStyle(catalogue, Mode.SHARED, true);
      double[][] users = Naive.parameter(shared, "user_embedding");
      double[][] items = Naive.parameter(shared, "item_embedding");
      assertThat(Probe.relativeScores(shared, none))
          .as(TestSeed.message())
          .containsExactly(
              relative(scores(users, styled(shared, items, "category_embedding"))),
              within(TOLERANCE));

      DeepStyle own = deepStyle(catalogue, Mode.PER_MODALITY, true);
      double[] expected =
          scores(Naive.parameter(own, "user_embedding"), Naive.parameter(own, "item_embedding"));
      for (Modality m : catalogue.modalities()) {
        double[][] mean = Naive.meanRows(Naive.parameter(own, m.name() + ".preference"));
        double[][] rows = styled(own, projected(own, m, false), m.name() + ".category_embedding");
        double[] part = scores(mean, rows);
        for (int k = 0; k < part.length; k++) {
          expected[k] += part[k];
        }
      }
      assertThat(Probe.scores(own, none))
          .as(TestSeed.message())
          .containsExactly(expected, within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void withoutCategoriesNothingIsSubtracted(int modalities) {
    Dataset dataset = dataset(modalities);
    Dataset without =
        new Dataset(
            dataset.name(),
            dataset.split(),
            dataset.features(),
            Optional.empty(),
            dataset.rawIds());
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32);
        Catalogue bare = TestBackbones.catalogue(without, DataType.FLOAT32)) {
      for (Mode mode : Mode.values()) {
        DeepStyle zeroed = deepStyle(catalogue, mode, true);
        List<String> tables =
            zeroed.parameterNames().stream().filter(name -> name.contains("category")).toList();
        assertThat(tables).hasSize(mode == Mode.SHARED ? 1 : modalities);
        for (String table : tables) {
          Probe.set(zeroed, table, new double[Probe.values(zeroed, table).length]);
        }
        for (DeepStyle other :
            List.of(deepStyle(catalogue, mode, false), deepStyle(bare, mode, true))) {
          assertThat(other.parameterNames()).noneMatch(name -> name.contains("category"));
          for (View view : Probe.views(dataset.modalities())) {
            assertThat(Probe.scores(other, view))
                .as("%s, view %s, %s", mode, view, TestSeed.message())
                .containsExactly(Probe.scores(zeroed, view), within(TOLERANCE));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void perModalityWithoutCategoriesIsVbpr(int modalities) {
    try (Catalogue catalogue = catalogue(modalities)) {
      DeepStyle deepStyle = deepStyle(catalogue, Mode.PER_MODALITY, false);
      Vbpr vbpr = new Vbpr(catalogue, new Vbpr.Settings(DIMENSION), new Initializers(1));
      vbpr.initialize(catalogue.manager());
      assertThat(deepStyle.parameterNames())
          .containsExactlyInAnyOrderElementsOf(vbpr.parameterNames());
      for (String name : vbpr.parameterNames()) {
        Probe.set(deepStyle, name, Probe.values(vbpr, name));
      }
      for (View view : Probe.views(catalogue.modalities())) {
        assertThat(Naive.nodes(deepStyle, view)).isEqualTo(Naive.nodes(vbpr, view));
      }
    }
  }

  @Test
  void settingsSayWhatIsWrong() {
    assertThatThrownBy(() -> new DeepStyle.Settings(0, Mode.SHARED, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("dimension");
    assertThatThrownBy(() -> new DeepStyle.Settings(1, null, true))
        .isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("mode");
  }
}
