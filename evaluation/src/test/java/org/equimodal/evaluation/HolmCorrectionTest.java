package org.equimodal.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Published examples, and what holds for any p-values. */
class HolmCorrectionTest {

  /** The example of the function padjust of stdlib (stdlib.io). */
  @Test
  void adjustsAsPadjust() {
    assertThat(HolmCorrection.adjust(new double[] {0.319, 0.201, 0.4, 0.374, 0.113}))
        .containsExactly(new double[] {0.957, 0.804, 0.957, 0.957, 0.565}, within(1e-12));
  }

  /** The example of Wikipedia's article on the method: at 0.05, the first and the last fall. */
  @Test
  void adjustsAsWikipedia() {
    assertThat(HolmCorrection.adjust(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
  }

  @Test
  void oneTestIsNotAdjusted() {
    assertThat(HolmCorrection.adjust(new double[] {0.04})).containsExactly(0.04);
    assertThat(HolmCorrection.adjust(new double[0])).isEmpty();
  }

  @RepeatedTest(50)
  void isMonotoneAndBetweenRawAndBonferroni(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int tests = 1 + random.nextInt(20);
    double[] raw = random.doubles(tests).map(u -> Math.rint(u * u * 50) / 50).toArray();
    double[] adjusted = HolmCorrection.adjust(raw);
    for (int a = 0; a < tests; a++) {
      assertThat(adjusted[a]).isBetween(raw[a], Math.min(1, tests * raw[a]) + 1e-12);
      for (int b = 0; b < tests; b++) {
        if (raw[a] <= raw[b]) {
          assertThat(adjusted[a]).isLessThanOrEqualTo(adjusted[b]);
        }
      }
    }
  }

  @Test
  void refusesWhatIsNoPValue() {
    for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> HolmCorrection.adjust(new double[] {0.5, p}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("" + p);
    }
  }
}
