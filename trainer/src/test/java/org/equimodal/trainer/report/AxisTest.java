package org.equimodal.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(axis::label).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "0.12, 0.43, '0.1 0.2 0.3 0.4 0.5'",
    "0, 1, '0.0 0.2 0.4 0.6 0.8 1.0'",
    "-0.3, 0.2, '-0.3 -0.2 -0.1 0.0 0.1 0.2'",
    "3, 97, '0 20 40 60 80 100'",
    "0.8812, 0.8897, '0.880 0.882 0.884 0.886 0.888 0.890'",
    "0, 30000000, '0 1e7 2e7 3e7'",
    "0, 0.00000003, '0 1e-8 2e-8 3e-8'"
  })
  void endsAtRoundNumbers(double min, double max, String expected) {
    assertThat(String.join(" ", labels(Axis.rounded(min, max)))).isEqualTo(expected);
  }

  @Test
  void epochsAreWhole() {
    assertThat(labels(Axis.exact(1, 3, true))).containsExactly("1", "2", "3");
    assertThat(labels(Axis.exact(1, 1, true))).containsExactly("0", "1", "2");
    assertThat(labels(Axis.exact(1, 10_000, true)))
        .containsExactly("2000", "4000", "6000", "8000", "10000");
  }

  @Test
  void aConstantIsInTheMiddle() {
    for (double constant : new double[] {0, 0.5, -3, 1 + 1e-9}) {
      Axis axis = Axis.exact(constant, constant, false);
      assertThat(axis.place(constant, 0, 100)).isBetween(49.999, 50.001);
      assertThat(axis.ticks()).hasSizeBetween(3, 7);
    }
  }

  @Test
  void placesValuesBetweenTheEnds() {
    Axis axis = new Axis(1, 3, 1);
    assertThat(axis.place(2, 50, 150)).isEqualTo(100);
    assertThat(axis.place(1, 200, 0)).isEqualTo(200);
  }
}
