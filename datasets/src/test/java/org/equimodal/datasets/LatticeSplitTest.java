package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatticeSplitTest {
  @ParameterizedTest
  @CsvSource({
    "0,0,0",
    "1,0,0",
    "2,0,0",
    "3,2,1",
    "5,2,1",
    "6,2,1",
    "9,2,1",
    "10,2,1",
    "14,2,1",
    "15,3,1",
    "19,3,1",
    "20,4,2",
    "23,4,2",
    "25,5,2",
    "29,5,2",
    "35,7,3",
    "125,25,12",
  })
  void holdsOutAFifth(int n, int heldOut, int test) {
    assertThat(LatticeSplit.heldOut(n)).isEqualTo(heldOut);
    assertThat(LatticeSplit.test(n)).isEqualTo(test);
  }

  @Test
  void splitsEveryUserByTheRule() {
    int users = 60;
    int items = 80;
    int[] user = new int[users * (users - 1) / 2];
    int[] item = new int[user.length];
    int k = 0;
    for (int u = 0; u < users; u++) {
      for (int i = 0; i < u; i++) {
        user[k] = u;
        item[k++] = (i * 7 + u) % items;
      }
    }
    Interactions all = Interactions.of(users, items, user, item);
    Split split = LatticeSplit.split(all, 5);
    for (int u = 0; u < users; u++) {
      int held = LatticeSplit.heldOut(u);
      assertThat(split.test().degree(u)).isEqualTo(held / 2);
      assertThat(split.validation().degree(u)).isEqualTo(held - held / 2);
      assertThat(split.train().degree(u)).isEqualTo(u - held);
      for (int i : all.itemsOf(u)) {
        int parts =
            (split.train().contains(u, i) ? 1 : 0)
                + (split.validation().contains(u, i) ? 1 : 0)
                + (split.test().contains(u, i) ? 1 : 0);
        assertThat(parts).as("user %d, item %d", u, i).isEqualTo(1);
      }
    }
    assertThat(LatticeSplit.split(all, 5)).isEqualTo(split);
    assertThat(LatticeSplit.split(all, 6)).isNotEqualTo(split);
  }

  @Test
  void drawsUniformly() {
    Interactions five = Interactions.of(1, 5, new int[5], new int[] {0, 1, 2, 3, 4});
    int[] test = new int[5];
    int[] validation = new int[5];
    int draws = 5000;
    for (int seed = 0; seed < draws; seed++) {
      Split split = LatticeSplit.split(five, seed);
      test[split.test().item(0)]++;
      validation[split.validation().item(0)]++;
    }
    for (int i = 0; i < 5; i++) {
      assertThat(test[i]).isBetween(850, 1150);
      assertThat(validation[i]).isBetween(850, 1150);
    }
  }

  @Test
  void givesTheCountsOfAmazonBaby() {
    int training = 0;
    int validation = 0;
    int test = 0;
    for (int count : AmazonBaby.interactionsPerUser()) {
      int held = LatticeSplit.heldOut(count);
      training += count - held;
      test += LatticeSplit.test(count);
      validation += held - LatticeSplit.test(count);
    }
    assertThat(new int[] {training, validation, test}).containsExactly(118_551, 21_682, 20_559);
  }
}
