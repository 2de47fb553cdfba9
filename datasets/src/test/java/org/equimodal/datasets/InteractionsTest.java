package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithSets(long seed) {
    RandomGenerator random = Seeds.generator(seed, "interactions-test");
    int users = 1 + random.nextInt(40);
    int items = 1 + random.nextInt(30);
    int pairs = random.nextInt(users * items);
    int[] user = random.ints(pairs, 0, users).toArray();
    int[] item = random.ints(pairs, 0, items).toArray();
    TreeSet<Integer> expected = new TreeSet<>();
    for (int k = 0; k < pairs; k++) {
      expected.add(user[k] * items + item[k]);
    }

    Interactions actual = Interactions.of(users, items, user, item);

    String replay = "seed " + seed;
    assertThat(actual.users()).as(replay).isEqualTo(users);
    assertThat(actual.items()).as(replay).isEqualTo(items);
    assertThat(actual.size()).as(replay).isEqualTo(expected.size());
    assertThat(actual.offset(users)).as(replay).isEqualTo(actual.size());
    int position = 0;
    int[] itemDegrees = new int[items];
    for (int pair : expected) {
      assertThat(actual.user(position)).as(replay).isEqualTo(pair / items);
      assertThat(actual.item(position)).as(replay).isEqualTo(pair % items);
      itemDegrees[pair % items]++;
      position++;
    }
    assertThat(actual.itemDegrees()).as(replay).isEqualTo(itemDegrees);
    for (int u = 0; u < users; u++) {
      TreeSet<Integer> own = new TreeSet<>();
      TreeSet<Integer> absent = new TreeSet<>();
      for (int i = 0; i < items; i++) {
        (expected.contains(u * items + i) ? own : absent).add(i);
        assertThat(actual.contains(u, i)).as(replay).isEqualTo(expected.contains(u * items + i));
      }
      assertThat(actual.degree(u)).as(replay).isEqualTo(own.size());
      assertThat(actual.itemsOf(u)).as(replay).isEqualTo(own.stream().mapToInt(i -> i).toArray());
      int rank = 0;
      for (int i : absent) {
        assertThat(actual.absentItem(u, rank++)).as(replay).isEqualTo(i);
      }
    }
  }

  @Test
  void hasNeitherUsersNorItemsIfThereAreNone() {
    Interactions none = Interactions.of(0, 0, new int[0], new int[0]);
    assertThat(none.size()).isZero();
    assertThat(none.itemDegrees()).isEmpty();
    assertThat(none).isEqualTo(Interactions.of(0, 0, new int[0], new int[0]));
  }

  @Test
  void copiesWhatItGives() {
    Interactions one = Interactions.of(1, 2, new int[] {0}, new int[] {1});
    one.itemsOf(0)[0] = 0;
    assertThat(one.itemsOf(0)).containsExactly(1);
  }

  @Test
  void refusesIdsOutsideTheirRange() {
    assertThatThrownBy(() -> Interactions.of(2, 3, new int[] {0, 2}, new int[] {0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pair 1 is (2, 0), outside 2 users and 3 items");
    assertThatThrownBy(() -> Interactions.of(2, 3, new int[] {0}, new int[] {-1}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Interactions.of(2, 3, new int[] {0}, new int[0]))
        .isInstanceOf(IllegalArgumentException.class);
    Interactions full = Interactions.of(1, 1, new int[] {0}, new int[] {0});
    assertThatThrownBy(() -> full.absentItem(0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> full.user(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void areTheSameAmongMoreItems() {
    Interactions few = Interactions.of(2, 3, new int[] {0, 1, 1}, new int[] {2, 0, 1});
    Interactions among = few.amongItems(5);
    assertThat(among).isEqualTo(Interactions.of(2, 5, new int[] {0, 1, 1}, new int[] {2, 0, 1}));
    assertThat(few.items()).isEqualTo(3);
    assertThatThrownBy(() -> few.amongItems(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 items cannot be among 2");
  }
}
