package org.equimodal.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Split;
import org.junit.jupiter.api.Test;

/** What is measured on is the same whatever else is asked for. */
class BenchmarkDataTest {

  private static Dataset dataset(int users, int items, int degree, Integer... widths) {
    Split split = BenchmarkData.interactions(users, items, degree, 7);
    return BenchmarkData.withFeatures("generated", split, List.of(widths), 7);
  }

  private static float[] features(Dataset dataset, int modality) {
    return dataset.features().get(modality).block(0);
  }

  @Test
  void featuresDependOnSeedModalityAndWidthAlone() {
    Dataset small = dataset(9, 5, 2, 3, 4);
    Dataset large = dataset(20, 8, 3, 6, 4, 2);
    assertThat(Arrays.copyOf(features(large, 1), 5 * 4)).isEqualTo(features(small, 1));
    assertThat(Arrays.copyOf(features(dataset(9, 5, 2, 4, 3), 0), 5 * 4))
        .as("another modality")
        .isNotEqualTo(features(small, 1));
  }

  @Test
  void everyUserHasAnItemToBeTestedOn() {
    Split split = dataset(9, 5, 2, 3).split();
    assertThat(split.test().size()).isEqualTo(9);
    assertThat(split.validation().size()).isZero();
  }

  @Test
  void interactionsDoNotDependOnFeatures() {
    assertThat(dataset(9, 5, 2, 3).split().train().size())
        .isEqualTo(dataset(9, 5, 2, 6, 4).split().train().size())
        .isBetween(9, 18);
  }
}
