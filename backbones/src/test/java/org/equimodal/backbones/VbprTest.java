package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.backbones.tensor.TopKRanking;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for VBPR alone: all its views come from one partial score per modality. */
class VbprTest {

  private static final int USERS = 9;
  private static final int ITEMS = 12;
  private static final int DIMENSION = 4;
  private static final double TOLERANCE = 1e-5;

  private static Dataset dataset(int modalities) {
    return ToyData.random(USERS, ITEMS, modalities, TestSeed.get());
  }

  private static Vbpr vbpr(Catalogue catalogue) {
    Vbpr vbpr = new Vbpr(catalogue, new Vbpr.Settings(DIMENSION), new Initializers(TestSeed.get()));
    vbpr.initialize(catalogue.manager());
    return vbpr;
  }

  private static double dot(double[] a, int row, double[] b, int other, int width) {
    double sum = 0;
    for (int k = 0; k < width; k++) {
      sum += a[row * width + k] * b[other * width + k];
    }
    return sum;
  }

  /** x_u . x_i of all pairs. */
  private static double[] idScores(Vbpr vbpr) {
    double[] users = Probe.values(vbpr, "user_embedding");
    double[] items = Probe.values(vbpr, "item_embedding");
    return IntStream.range(0, USERS * ITEMS)
        .mapToDouble(k -> dot(users, k / ITEMS, items, k % ITEMS, DIMENSION))
        .toArray();
  }

  /** p_u . W f_i of all pairs. */
  private static double[] channelScores(Vbpr vbpr, Modality modality) {
    double[] preferences = Probe.values(vbpr, modality.name() + ".preference");
    double[] weight = Probe.values(vbpr, modality.name() + ".projection.weight");
    double[] features = Probe.doubles(vbpr.catalogue().features(modality));
    int width = vbpr.catalogue().width(modality);
    double[] scores = new double[USERS * ITEMS];
    for (int k = 0; k < scores.length; k++) {
      for (int row = 0; row < DIMENSION; row++) {
        scores[k] +=
            preferences[k / ITEMS * DIMENSION + row] * dot(weight, row, features, k % ITEMS, width);
      }
    }
    return scores;
  }

  private static double[] sum(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(k -> a[k] + b[k]).toArray();
  }

  private static double[] relative(double[] scores) {
    return IntStream.range(0, scores.length)
        .mapToDouble(k -> scores[k] - scores[k / ITEMS * ITEMS])
        .toArray();
  }

  private static int[] ranking(double[] scores, int user) {
    return IntStream.range(0, ITEMS)
        .boxed()
        .sorted(Comparator.comparingDouble(item -> -scores[user * ITEMS + item]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void rankingByOneModalityIsRankingWithTheOthersZero(int modalities) {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(modalities), DataType.FLOAT32)) {
      Vbpr vbpr = vbpr(catalogue);
      for (Modality modality : catalogue.modalities()) {
        double[] zeroed = sum(idScores(vbpr), channelScores(vbpr, modality));
        View only = View.only(modality);
        assertThat(Probe.relativeScores(vbpr, only))
            .as("only %s, %s", modality, TestSeed.message())
            .containsExactly(relative(zeroed), within(TOLERANCE));
        try (StepScope scope = StepScope.inference(catalogue.manager(), vbpr.residents())) {
          Representations shown =
              Probe.represent(vbpr, scope.manager(), List.of(only), false).get(only);
          int[][] lists =
              new TopKRanking(ITEMS, 1 << 20)
                  .rank(
                      shown.userMatrix(USERS),
                      shown.itemMatrix(ITEMS),
                      IntStream.range(0, USERS).toArray());
          for (int user = 0; user < USERS; user++) {
            assertThat(lists[user])
                .as("only %s, user %d, %s", modality, user, TestSeed.message())
                .containsExactly(ranking(zeroed, user));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void treatmentEffectIsTheModalitysOwnPart(int modalities) {
    Dataset dataset = dataset(modalities);
    Triples batch = ToyData.triples(dataset, 20, TestSeed.get());
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Vbpr vbpr = vbpr(catalogue);
      View full = Probe.full(vbpr);
      for (Modality modality : catalogue.modalities()) {
        double[] channel = channelScores(vbpr, modality);
        View without = View.without(modality, catalogue.modalities());
        try (StepScope scope = StepScope.inference(catalogue.manager(), vbpr.residents())) {
          Map<View, Representations> represented =
              Probe.represent(vbpr, scope.manager(), List.of(full, without), false);
          NDArray ids = ToyData.triples(scope.manager(), batch, ToyData.noTriples());
          Margins margins = new Margins(represented, ids, batch.size(), List.of());
          double[] effect = Probe.doubles(margins.training(full).sub(margins.training(without)));
          for (int k = 0; k < batch.size(); k++) {
            int row = batch.users()[k] * ITEMS;
            assertThat(effect[k])
                .as("effect of %s, %s", modality, TestSeed.message())
                .isCloseTo(
                    channel[row + batch.positives()[k]] - channel[row + batch.negatives()[k]],
                    within(TOLERANCE));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aStepOfDistillationComputesEveryFactorOnce(int modalities) {
    Dataset dataset = dataset(modalities);
    Triples batch = ToyData.triples(dataset, 8, TestSeed.get());
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Vbpr vbpr = vbpr(catalogue);
      List<View> only = catalogue.modalities().stream().map(View::only).toList();
      View full = Probe.full(vbpr);
      LinkedHashSet<View> views = new LinkedHashSet<>(List.of(full));
      views.addAll(only);
      catalogue.modalities().forEach(m -> views.add(View.without(m, catalogue.modalities())));
      try (StepScope scope = StepScope.inference(catalogue.manager(), vbpr.residents())) {
        long before = Kernels.calls();
        Map<View, Representations> represented =
            Probe.represent(vbpr, scope.manager(), List.copyOf(views), true);
        NDArray ids = ToyData.triples(scope.manager(), batch, batch);
        Margins margins = new Margins(represented, ids, batch.size(), only);
        margins.training(List.copyOf(views));
        margins.generic(only);
        margins.l2(full);
        assertThat(Kernels.calls() - before)
            .as("kernel calls of %d views", views.size())
            .isEqualTo(modalities + 1);
      }
    }
  }

  @Test
  void hasTheParametersOfTheReleasedCode() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset(2), DataType.FLOAT32)) {
      Vbpr vbpr = vbpr(catalogue);
      assertThat(vbpr.parameterNames())
          .containsExactlyInAnyOrder(
              "user_embedding",
              "item_embedding",
              "visual.preference",
              "visual.projection.weight",
              "visual.projection.bias",
              "textual.preference",
              "textual.projection.weight",
              "textual.projection.bias");
      assertThat(Arrays.stream(Probe.values(vbpr, "textual.preference")))
          .hasSize(USERS * DIMENSION)
          .allMatch(value -> Math.abs(value) <= Math.sqrt(6.0 / (USERS + DIMENSION)) + 1e-6);
      assertThat(Arrays.stream(Probe.values(vbpr, "textual.projection.bias")))
          .hasSize(DIMENSION)
          .allMatch(value -> Math.abs(value) <= 1 / Math.sqrt(5) + 1e-6);
      List<String> group = new ArrayList<>();
      for (Parameter parameter : vbpr.parametersOf(catalogue.modalities().get(1))) {
        group.add(parameter.getName());
      }
      assertThat(group)
          .containsExactlyInAnyOrder(
              "textual.preference", "textual.projection.weight", "textual.projection.bias");
    }
  }

  @Test
  void refusesADimensionOfNothing() {
    assertThatThrownBy(() -> new Vbpr.Settings(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dimension");
  }
}
