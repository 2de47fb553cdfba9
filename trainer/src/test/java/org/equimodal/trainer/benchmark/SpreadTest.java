package org.equimodal.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Medians and quartiles. */
class SpreadTest {

  @Test
  void ofFiveInAnyOrder() {
    assertThat(Spread.of(5, 1, 4, 2, 3)).isEqualTo(new Spread(1, 2, 3, 4, 5));
  }

  @Test
  void betweenTwoItInterpolates() {
    assertThat(Spread.of(1, 3)).isEqualTo(new Spread(1, 1.5, 2, 2.5, 3));
  }

  @Test
  void ofOne() {
    assertThat(Spread.of(7)).isEqualTo(new Spread(7, 7, 7, 7, 7));
  }

  @Test
  void soManyTimes() {
    assertThat(Spread.of(5, 1, 4, 2, 3).times(10)).isEqualTo(new Spread(10, 20, 30, 40, 50));
  }
}
