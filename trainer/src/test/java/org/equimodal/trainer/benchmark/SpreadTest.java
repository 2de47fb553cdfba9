package org.equimodal.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Medians and quartiles. */
class SpreadTest {

  @Test
  void ofFiveInAnyOrder() {
    assertThat(Spread.of(List.of(5.0, 1.0, 4.0, 2.0, 3.0))).isEqualTo(new Spread(1, 2, 3, 4, 5));
  }

  @Test
  void betweenTwoItInterpolates() {
    assertThat(Spread.of(List.of(1.0, 3.0))).isEqualTo(new Spread(1, 1.5, 2, 2.5, 3));
  }

  @Test
  void ofOne() {
    assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7, 7, 7, 7));
  }
}
