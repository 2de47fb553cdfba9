package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class NumberingTest {

  @Test
  void numbersDistinctIdsInTheOrderOfTheirFirstAppearance() {
    Numbering numbering = new Numbering(10);
    numbering.start();
    assertThat(Arrays.stream(new int[] {7, 3, 7, 9, 3, 0}).map(numbering::of))
        .containsExactly(0, 1, 0, 2, 1, 3);
    assertThat(numbering.count()).isEqualTo(4);
    assertThat(new int[] {numbering.id(0), numbering.id(1), numbering.id(2), numbering.id(3)})
        .containsExactly(7, 3, 9, 0);
  }

  @Test
  void forgetsWhenItStartsAnew() {
    Numbering numbering = new Numbering(500);
    RandomGenerator random = Seeds.generator(1, "numbering");
    for (int round = 0; round < 5; round++) {
      numbering.start();
      int[] ids = random.ints(1000, 0, 500).toArray();
      int[] numbers = Arrays.stream(ids).map(numbering::of).toArray();
      assertThat(numbering.count()).isEqualTo((int) Arrays.stream(ids).distinct().count());
      assertThat(Arrays.stream(numbers).map(numbering::id).toArray()).isEqualTo(ids);
    }
  }
}
