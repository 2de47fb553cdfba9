package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Floors counted by hand. */
class CostTest {

  @Test
  void aProductOfTwoByThreeAndThreeByFive() {
    // 10 results of 3 products and 3 sums; 6 and 15 values in, 10 out
    assertThat(Cost.product(2, 3, 5)).isEqualTo(new Cost(60, 4 * 31));
  }

  @Test
  void fourEdgesFromThreeRowsToTwo() {
    // a product and a sum of 8 values per edge; 3 + 2 rows and a weight per edge; 4 ids, 3 offsets
    assertThat(Cost.edgeRows(4, 3, 2, 8)).isEqualTo(new Cost(64, 4 * (40 + 4) + 4 * 7));
  }

  @Test
  void aSoftmaxOverFourEdgesIntoTwoTargets() {
    assertThat(Cost.edgeSoftmax(4, 2)).isEqualTo(new Cost(12, 4 * 8 + 4 * 3));
    assertThat(Cost.edgeSoftmaxGradient(4, 2)).isEqualTo(new Cost(16, 4 * 12 + 4 * 3));
  }

  @Test
  void aValueOfOneOfThreeSourcesForFourEdges() {
    assertThat(Cost.edgeGather(4, 3)).isEqualTo(new Cost(0, 4 * 7 + 4 * 4));
  }

  @Test
  void marginsOfFiveTriplesOfRowsTwoWide() {
    // 15 rows of 2, 5 margins, 15 ids
    assertThat(Cost.margins(5, 2, true, true)).isEqualTo(new Cost(30, 4 * 35 + 8 * 15));
    // all users share a row: 10 rows remain
    assertThat(Cost.margins(5, 2, false, true)).isEqualTo(new Cost(30, 4 * 25 + 8 * 10));
    assertThat(Cost.margins(5, 2, true, false)).isEqualTo(new Cost(30, 4 * 15 + 8 * 5));
  }

  @Test
  void theirGradientIsAsLargeAsWhatMoves() {
    // 15 rows again, gradients of 7 and 9 rows, 5 margins' gradients, 15 ids
    assertThat(Cost.marginsGradient(5, 2, 7, 9))
        .isEqualTo(new Cost(7 * 10, 4 * ((15 + 16) * 2 + 5) + 8 * 15));
    assertThat(Cost.marginsGradient(5, 2, 0, 9))
        .isEqualTo(new Cost(4 * 10, 4 * ((15 + 9) * 2 + 5) + 8 * 15));
    assertThat(Cost.marginsGradient(5, 2, 0, 0)).isEqualTo(new Cost(0, 0));
  }

  @Test
  void theRestOfAStep() {
    assertThat(Cost.loss(6)).isEqualTo(new Cost(0, 48));
    assertThat(Cost.adam(10)).isEqualTo(new Cost(120, 280));
    assertThat(Cost.upload(5)).isEqualTo(new Cost(0, 15 * 12));
    assertThat(Cost.draw(5)).isEqualTo(new Cost(0, 5 * 28));
  }

  @Test
  void aRankingOfThreeItemsForFourUsers() {
    // 12 scores of 5 products and sums; 7 rows of 5 values in, 2 ids per user out
    assertThat(Cost.ranking(4, 3, 5, 2)).isEqualTo(new Cost(120, 4 * 35 + 4 * 8));
  }
}
