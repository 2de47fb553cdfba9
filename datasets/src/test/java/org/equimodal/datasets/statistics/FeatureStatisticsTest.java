package org.equimodal.datasets.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Seeds;
import org.junit.jupiter.api.Test;

class FeatureStatisticsTest {

  private static FeatureStatistics of(float[]... rows) {
    return FeatureStatistics.of(ItemFeatures.of(new Modality(0, "visual"), rows));
  }

  private static float[] row(float... values) {
    return values;
  }

  @Test
  void countsRowsAndMeasuresNorms() {
    assertThat(of(row(3, 4), row(0, 0), row(3, 4), row(0, -0f)))
        .isEqualTo(new FeatureStatistics(4, 2, new Quantiles(0, 0, 0, 5, 5, 5), 2, 2, 0, 0, 0.5));
  }

  @Test
  void aConstantColumnTellsNoItemFromAnother() {
    assertThat(of(row(1, 5), row(1, 7)).constantColumns()).isEqualTo(1);
    assertThat(of(row(1, 5)).constantColumns()).isEqualTo(2);
  }

  @Test
  void rowsThatAreNotFiniteAreLeftOut() {
    FeatureStatistics statistics =
        of(row(Float.NaN, 1), row(1, 0), row(Float.NEGATIVE_INFINITY, 0), row(2, 0));
    assertThat(statistics.notFinite()).isEqualTo(2);
    assertThat(statistics.constantColumns()).isEqualTo(1);
    assertThat(statistics.norms()).isEqualTo(new Quantiles(1, 1, 1, 2, 2, 2));
    assertThat(statistics.meanRowShare()).isEqualTo(0.9, within(1e-12)); // 2 * 1.5^2 / 5
    FeatureStatistics nothing = of(row(Float.NaN));
    assertThat(nothing.norms()).isNull();
    assertThat(nothing.meanRowShare()).isNull();
    assertThat(nothing.constantColumns()).isZero();
  }

  @Test
  void theMeanRowHasNoneToAllOfTheEnergy() {
    assertThat(of(row(1, -1), row(-1, 1)).meanRowShare()).isZero();
    assertThat(of(row(0.1f, 3), row(0.1f, 3), row(0.1f, 3)).meanRowShare())
        .isEqualTo(1, within(1e-12));
    assertThat(of(row(0, 0), row(0, 0)).meanRowShare()).isNull();
    long seed = 17;
    RandomGenerator random = Seeds.generator(seed, "feature-statistics-test");
    for (int trial = 0; trial < 50; trial++) {
      float[][] rows = new float[1 + random.nextInt(20)][3];
      for (float[] row : rows) {
        for (int column = 0; column < row.length; column++) {
          row[column] = (float) random.nextGaussian() + trial;
        }
      }
      assertThat(of(rows).meanRowShare()).as("seed %d, trial %d", seed, trial).isBetween(0.0, 1.0);
    }
  }
}
