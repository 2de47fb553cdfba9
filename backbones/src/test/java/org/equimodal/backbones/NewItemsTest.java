package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Categories;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.ItemFeatures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A model that goes on where there are more items. */
class NewItemsTest {

  private static final int USERS = 7;
  private static final int ITEMS = 12;
  private static final int NEW = 3;
  private static final int ALL = ITEMS + NEW;

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("vbpr", Map.of()),
        Arguments.of("deepstyle", Map.of("mode", "shared")),
        Arguments.of("deepstyle", Map.of("mode", "per-modality")),
        Arguments.of("deepstyle", Map.of("categories", false)));
  }

  /** All new items have the mean features of the known ones but the last, which has the first's. */
  private static Dataset joined(Dataset known) {
    List<ItemFeatures> features = new ArrayList<>();
    for (ItemFeatures own : known.features()) {
      float[][] rows = new float[ALL][];
      for (int item = 0; item < ALL; item++) {
        rows[item] = item < ITEMS ? own.row(item) : item < ALL - 1 ? own.meanRow() : own.row(0);
      }
      features.add(ItemFeatures.of(own.modality(), rows));
    }
    Categories categories = known.categories().orElseThrow();
    int[] ofItem = Arrays.copyOf(categories.ofItem(), ALL);
    Arrays.fill(ofItem, ITEMS, ALL, categories.count());
    List<String> names = new ArrayList<>(categories.names());
    names.add("new");
    return new Dataset(
        "joined",
        known.split().amongItems(ALL),
        features,
        Optional.of(new Categories(ofItem, names)),
        Optional.empty());
  }

  /** By linearity: whatever is not known of an average item is average as well. */
  @ParameterizedTest
  @MethodSource("models")
  void anAverageNewItemScoresWhatItemsScoreOnAverage(String id, Map<String, Object> options) {
    Dataset known = ToyData.random(USERS, ITEMS, 3, TestSeed.get());
    try (Catalogue few = TestBackbones.catalogue(known, DataType.FLOAT64);
        Catalogue many = TestBackbones.catalogue(joined(known), DataType.FLOAT64)) {
      RowwiseBackbone trained =
          (RowwiseBackbone) TestBackbones.create(id, options, few, TestSeed.get());
      Probe.train(trained, 5, 0.05, ToyData.triples(known, 30, TestSeed.get()));
      RowwiseBackbone continued =
          (RowwiseBackbone) TestBackbones.create(id, options, many, TestSeed.get() + 1);
      try (StepScope scope =
          StepScope.inference(many.manager(), trained.residents(), continued.residents())) {
        continued.continueFrom(trained);
      }
      List<View> views = new ArrayList<>(List.of(Probe.full(trained)));
      few.modalities().forEach(m -> views.add(View.only(m)));
      for (View view : views) {
        double[] before = Probe.relativeScores(trained, view);
        double[] now = Probe.relativeScores(continued, view);
        for (int user = 0; user < USERS; user++) {
          double[] own = Arrays.copyOfRange(before, user * ITEMS, (user + 1) * ITEMS);
          double[] first = Arrays.copyOfRange(now, user * ALL, user * ALL + ITEMS);
          String where = "user %d, %s, %s".formatted(user, view, TestSeed.message());
          assertThat(first).as(where).containsExactly(own, within(1e-5));
          double mean = Arrays.stream(own).average().orElseThrow();
          assertThat(now[user * ALL + ITEMS]).as(where).isCloseTo(mean, within(1e-5));
          assertThat(now[user * ALL + ITEMS + 1]).as(where).isCloseTo(mean, within(1e-5));
          assertThat(now[user * ALL + ALL - 1]).as(where).isNotCloseTo(mean, within(1e-5));
        }
      }
    }
  }
}
