package org.equimodal.datasets.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Split;
import org.junit.jupiter.api.Test;

class SplitStatisticsTest {

  @Test
  void countsBothSides() {
    Split split =
        new Split(
            Interactions.of(4, 4, new int[] {0, 0, 1, 3}, new int[] {0, 1, 1, 3}),
            Interactions.of(4, 4, new int[] {0}, new int[] {2}),
            Interactions.of(4, 4, new int[] {1}, new int[] {0}));
    SplitStatistics statistics = SplitStatistics.of(split);
    assertThat(statistics.train()).isEqualTo(4);
    assertThat(statistics.validation()).isEqualTo(1);
    assertThat(statistics.test()).isEqualTo(1);
    assertThat(statistics.density()).isEqualTo(6.0 / 16);
    assertThat(statistics.users())
        .isEqualTo(new SideStatistics(4, new Quantiles(0, 0, 1, 1, 2, 2), 1, 3, 3, 1, 2));
    assertThat(statistics.items())
        .isEqualTo(new SideStatistics(4, new Quantiles(0, 0, 1, 1, 2, 2), 1, 3, 3, 0, -1));
  }

  @Test
  void quantilesAreValues() {
    double[] values = new double[100];
    for (int k = 0; k < values.length; k++) {
      values[k] = 100 - k;
    }
    assertThat(Quantiles.of(values)).isEqualTo(new Quantiles(1, 25, 50, 75, 95, 100));
    assertThat(values[0]).as("left as it was").isEqualTo(100);
    assertThat(Quantiles.of(new double[] {7})).isEqualTo(new Quantiles(7, 7, 7, 7, 7, 7));
    assertThatThrownBy(() -> Quantiles.of(new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("quantiles of no values");
  }
}
