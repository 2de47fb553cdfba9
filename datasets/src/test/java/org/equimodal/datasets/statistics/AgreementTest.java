package org.equimodal.datasets.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.SampleDataset;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final double TINY = 1e-12;

  private static ItemFeatures features(float[]... rows) {
    return ItemFeatures.of(new Modality(0, "visual"), rows);
  }

  private static double cosine(ItemFeatures features, boolean standardize, int one, int other) {
    int[][] pair = {{one, other}, {one, other}};
    return Agreement.of(new ItemPairs(pair, pair), features, standardize).coConsumed();
  }

  @Test
  void isTheShareOfPairsThatAreMoreAlike() {
    Agreement agreement = Agreement.of(new double[] {0.9, 0.5, 0.1}, new double[] {0.5, 0.2});
    assertThat(agreement.pairs()).isEqualTo(3);
    assertThat(agreement.coConsumed()).isEqualTo(0.5, within(TINY));
    assertThat(agreement.random()).isEqualTo(0.35, within(TINY));
    assertThat(agreement.auc()).isEqualTo(3.5 / 6, within(TINY)); // a tie counts half
    // Sample variances of (1, 0.75, 0) over 3 and of (1/2, 1/3) over 2.
    assertThat(agreement.standardError())
        .isEqualTo(Math.sqrt(0.2708333333333333 / 3 + 1 / 72.0 / 2), within(TINY));
  }

  @Test
  void isOneHalfWhereTheKindsDoNotDiffer() {
    double[] same = {0.1, 0.2, 0.2, 0.7};
    assertThat(Agreement.of(same, same).auc()).isEqualTo(0.5, within(TINY));
    assertThat(Agreement.of(new double[] {2, 3}, new double[] {0, 1}).auc()).isEqualTo(1);
    assertThat(Agreement.of(new double[] {0, 1}, new double[] {2, 3}).auc()).isZero();
  }

  @Test
  void featuresAreCentred() {
    ItemFeatures features =
        features(
            new float[] {11, 0.1f},
            new float[] {11, 0.1f},
            new float[] {9, 0.1f},
            new float[] {9, 0.1f});
    for (boolean standardize : new boolean[] {false, true}) {
      assertThat(cosine(features, standardize, 0, 1)).isEqualTo(1, within(TINY));
      assertThat(cosine(features, standardize, 0, 2)).isEqualTo(-1, within(TINY));
    }
    assertThat(cosine(features(new float[] {1}, new float[] {2}, new float[] {3}), false, 0, 1))
        .as("the mean row is like nothing")
        .isZero();
  }

  @Test
  void featuresAreStandardisedWhereTrainingDoesSo() {
    ItemFeatures features =
        features(
            new float[] {100, 1},
            new float[] {100, -1},
            new float[] {-100, 1},
            new float[] {-100, -1});
    assertThat(cosine(features, false, 0, 1)).isEqualTo(9999.0 / 10001, within(TINY));
    assertThat(cosine(features, true, 0, 1)).isEqualTo(0, within(TINY));
  }

  @Test
  void pairsAreDrawnFromTheUsersItems() {
    Interactions train = SampleDataset.create().split().train();
    ItemPairs pairs = ItemPairs.draw(train, 20_000, 5).orElseThrow();
    assertThat(pairs.coConsumed()).hasDimensions(20_000, 2);
    assertThat(pairs.random()).hasDimensions(20_000, 2);
    double[] difference = new double[train.items()];
    for (int pair = 0; pair < 20_000; pair++) {
      int[] one = pairs.coConsumed()[pair];
      int[] other = pairs.random()[pair];
      assertThat(one[0]).isNotEqualTo(one[1]);
      assertThat(other[0]).isNotEqualTo(other[1]);
      assertThat(IntStream.range(0, train.users()))
          .as("pair %d", pair)
          .anyMatch(user -> train.contains(user, one[0]) && train.contains(user, one[1]));
      for (int side = 0; side < 2; side++) {
        difference[one[side]] += 1.0 / 40_000;
        difference[other[side]] -= 1.0 / 40_000;
      }
    }
    assertThat(Arrays.stream(difference))
        .as("items are as frequent in both kinds")
        .allMatch(d -> Math.abs(d) < 0.003);
    assertThat(ItemPairs.draw(train, 20_000, 5).orElseThrow().random())
        .isDeepEqualTo(pairs.random());
    assertThat(
            Arrays.deepEquals(
                ItemPairs.draw(train, 20_000, 6).orElseThrow().random(), pairs.random()))
        .isFalse();
  }

  @Test
  void usersOfOneItemGiveNoPairs() {
    assertThat(ItemPairs.draw(Interactions.of(2, 2, new int[] {0, 1}, new int[] {0, 1}), 5, 1))
        .isEmpty();
  }
}
