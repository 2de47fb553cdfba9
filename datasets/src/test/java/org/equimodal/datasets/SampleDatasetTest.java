package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleDatasetTest {
  private static final int CUT_OFF = 20;

  @Test
  void isTheSameOnEveryMachine() {
    Dataset sample = SampleDataset.create();
    assertThat(sample.hash()).isEqualTo(SampleDataset.create().hash());
    assertThat(sample.hash()).isNotEqualTo(SampleDataset.create(1).hash());
    assertThat(sample.hash())
        .isEqualTo("74d3c8b80466ee7bf248d6911bd1c36baa66ba7a034a7286e51d9dea5162cefd");
  }

  @Test
  void hasThreeModalitiesAndCategories() {
    Dataset sample = SampleDataset.create();
    assertThat(sample.name()).isEqualTo("sample");
    assertThat(sample.users()).isEqualTo(300);
    assertThat(sample.items()).isEqualTo(200);
    assertThat(sample.modalities()).hasToString("[textual, visual, acoustic]");
    assertThat(sample.features()).extracting(ItemFeatures::columns).containsExactly(32, 48, 24);
    Categories categories = sample.categories().orElseThrow();
    assertThat(categories.count()).isEqualTo(8);
    assertThat(Arrays.stream(categories.ofItem()).distinct().count()).isEqualTo(8);
    Split split = sample.split();
    for (int user = 0; user < sample.users(); user++) {
      int train = split.train().degree(user);
      int validation = split.validation().degree(user);
      int test = split.test().degree(user);
      int all = train + validation + test;
      assertThat(all).isBetween(10, 30);
      assertThat(test).isEqualTo(LatticeSplit.test(all));
      assertThat(test + validation).isEqualTo(LatticeSplit.heldOut(all));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {123, 1, 2, 3})
  void modalitiesDifferInStrengthAndBeatPopularity(long seed) {
    Dataset sample = SampleDataset.create(seed);
    double popularity = recall(sample, popularity(sample));
    double textual = recall(sample, similarity(sample, 0));
    double visual = recall(sample, similarity(sample, 1));
    double acoustic = recall(sample, similarity(sample, 2));
    String replay =
        "seed %d: popularity %.3f, textual %.3f, visual %.3f, acoustic %.3f"
            .formatted(seed, popularity, textual, visual, acoustic);
    assertThat(textual).as(replay).isGreaterThan(2 * popularity).isGreaterThan(visual + 0.05);
    assertThat(visual).as(replay).isGreaterThan(1.5 * popularity).isGreaterThan(acoustic + 0.05);
    assertThat(acoustic).as(replay).isGreaterThan(2.0 * CUT_OFF / sample.items());
  }

  /** Scores users x items by how often an item was trained on. */
  private static double[][] popularity(Dataset dataset) {
    double[] degrees =
        Arrays.stream(dataset.split().train().itemDegrees()).asDoubleStream().toArray();
    double[][] scores = new double[dataset.users()][];
    Arrays.setAll(scores, user -> degrees.clone());
    return scores;
  }

  /** Scores users x items by the summed cosine to the user's training items in one modality. */
  private static double[][] similarity(Dataset dataset, int modality) {
    ItemFeatures features = dataset.features().get(modality).standardized();
    int items = dataset.items();
    double[][] unit = new double[items][features.columns()];
    for (int item = 0; item < items; item++) {
      float[] row = features.row(item);
      double norm =
          Math.sqrt(IntStream.range(0, row.length).mapToDouble(c -> row[c] * row[c]).sum());
      Arrays.setAll(unit[item], c -> row[c] / norm);
    }
    double[][] scores = new double[dataset.users()][items];
    for (int user = 0; user < scores.length; user++) {
      double[] profile = new double[features.columns()];
      for (int item : dataset.split().train().itemsOf(user)) {
        Arrays.setAll(profile, c -> profile[c] + unit[item][c]);
      }
      for (int item = 0; item < items; item++) {
        double[] row = unit[item];
        scores[user][item] =
            IntStream.range(0, row.length).mapToDouble(c -> row[c] * profile[c]).sum();
      }
    }
    return scores;
  }

  private static double recall(Dataset dataset, double[][] scores) {
    Split split = dataset.split();
    double sum = 0;
    for (int user = 0; user < dataset.users(); user++) {
      double[] own = scores[user];
      int reader = user;
      long hits =
          IntStream.range(0, dataset.items())
              .filter(item -> !split.train().contains(reader, item))
              .boxed()
              .sorted(Comparator.comparingDouble(item -> -own[item]))
              .limit(CUT_OFF)
              .filter(item -> split.test().contains(reader, item))
              .count();
      sum += (double) hits / split.test().degree(user);
    }
    return sum / dataset.users();
  }
}
