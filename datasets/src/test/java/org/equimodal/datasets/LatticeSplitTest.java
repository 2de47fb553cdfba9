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

  /**
   * How many users of Amazon Baby (5-core, 2014) have how many interactions, {@code count:users}.
   */
  private static final String BABY =
      """
      5:5998 6:3785 7:2407 8:1674 9:1199 10:936 11:688 12:499 13:391 14:282 15:251
      16:226 17:155 18:117 19:91 20:99 21:82 22:63 23:49 24:47 25:52 26:40 27:28
      28:43 29:23 30:19 31:21 32:12 33:19 34:11 35:15 36:15 37:10 38:7 39:9 40:5
      41:8 42:7 43:3 44:6 45:5 46:11 47:4 48:3 49:3 50:3 53:3 54:1 56:3 61:1 62:1
      66:1 69:3 70:1 73:1 76:1 77:1 78:2 79:1 87:1 89:1 110:1 125:1
      """;

  @Test
  void givesTheCountsOfAmazonBaby() {
    int training = 0;
    int validation = 0;
    int test = 0;
    for (String entry : BABY.strip().split("\\s+")) {
      int count = Integer.parseInt(entry.substring(0, entry.indexOf(':')));
      int users = Integer.parseInt(entry.substring(entry.indexOf(':') + 1));
      int held = LatticeSplit.heldOut(count);
      training += users * (count - held);
      test += users * LatticeSplit.test(count);
      validation += users * (held - LatticeSplit.test(count));
    }
    assertThat(new int[] {training, validation, test}).containsExactly(118_551, 21_682, 20_559);
  }
}
