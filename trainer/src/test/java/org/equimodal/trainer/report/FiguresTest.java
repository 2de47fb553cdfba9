package org.equimodal.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How numbers read, in all tables alike. */
class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1.0000",
    "0.04567, 0.0457",
    "0.001, 0.0010",
    "0.000999, 1.0e-03",
    "0.0000123, 1.2e-05",
    "0, <1e-300",
    "NaN, ''"
  })
  void aProbability(double p, String text) {
    assertThat(Figures.probability(p)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.0578, +5.8 %", "-0.1, −10.0 %", "NaN, ''", "Infinity, ''"})
  void aChange(double share, String text) {
    assertThat(Figures.change(share)).isEqualTo(text);
  }
}
