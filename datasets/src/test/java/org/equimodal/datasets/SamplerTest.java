package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final int USERS = 50;
  private static final int ITEMS = 40;

  /** User 0 has no item, user 1 every item, user 2 all but one; the others have 1 to 10. */
  private static Interactions train(long seed) {
    RandomGenerator random = Seeds.generator(seed, "sampler-test");
    int[] users = new int[USERS * ITEMS];
    int[] items = new int[USERS * ITEMS];
    int size = 0;
    for (int user = 1; user < USERS; user++) {
      int degree = user == 1 ? ITEMS : user == 2 ? ITEMS - 1 : 1 + random.nextInt(10);
      for (int k = 0; k < degree; k++) {
        users[size] = user;
        items[size++] = user <= 2 ? k : random.nextInt(ITEMS);
      }
    }
    return Interactions.of(USERS, ITEMS, Arrays.copyOf(users, size), Arrays.copyOf(items, size));
  }

  private static void assertSame(Triples actual, Triples expected) {
    assertThat(actual.users()).isEqualTo(expected.users());
    assertThat(actual.positives()).isEqualTo(expected.positives());
    assertThat(actual.negatives()).isEqualTo(expected.negatives());
  }

  private static void assertTriplesOf(Interactions train, Triples batch) {
    for (int k = 0; k < batch.size(); k++) {
      assertThat(train.contains(batch.users()[k], batch.positives()[k])).isTrue();
      assertThat(train.contains(batch.users()[k], batch.negatives()[k])).isFalse();
      assertThat(batch.negatives()[k]).isBetween(0, ITEMS - 1);
    }
  }

  @Test
  void batchesDependOnSeedEpochAndIndexAlone() {
    Interactions train = train(1);
    for (int kind = 0; kind < 2; kind++) {
      TripleSampler first = sampler(kind, train, 16, 7);
      TripleSampler second = sampler(kind, train, 16, 7);
      Triples early = first.batch(0, 1);
      first.batch(3, 2);
      first.batch(0, 0);
      second.batch(3, 2);
      assertSame(second.batch(0, 1), early);
      assertSame(first.batch(0, 1), early);
      assertThat(first.batch(1, 1).users()).isNotEqualTo(early.users());
      assertThat(first.batch(0, 0).users()).isNotEqualTo(early.users());
      assertThat(sampler(kind, train, 16, 8).batch(0, 1).users()).isNotEqualTo(early.users());
    }
    GenericTripleSampler first = new GenericTripleSampler(train, 16, true, 7);
    Triples early = first.batch(0, 1);
    first.batch(2, 2);
    assertSame(first.batch(0, 1), early);
    assertSame(new GenericTripleSampler(train, 16, true, 7).batch(0, 1), early);
    assertThat(first.batch(0, 1).users())
        .isNotEqualTo(sampler(0, train, 16, 7).batch(0, 1).users());
  }

  private static TripleSampler sampler(int kind, Interactions train, int batchSize, long seed) {
    return kind == 0
        ? new UserUniformSampler(train, batchSize, seed)
        : new InteractionSampler(train, batchSize, seed);
  }

  @Test
  void userUniformDrawsDistinctUsers() {
    Interactions train = train(2);
    UserUniformSampler sampler = new UserUniformSampler(train, 48, 7);
    assertThat(sampler.batchesPerEpoch()).isEqualTo(train.size() / 48 + 1);
    for (int index = 0; index < sampler.batchesPerEpoch(); index++) {
      Triples batch = sampler.batch(0, index);
      assertTriplesOf(train, batch);
      // Users 0 and 1 cannot be drawn, so 48 of 50 is everyone else.
      assertThat(Arrays.stream(batch.users()).sorted())
          .containsExactlyElementsOf(IntStream.range(2, USERS).boxed().toList());
    }
    assertThatThrownBy(() -> sampler.batch(0, sampler.batchesPerEpoch()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void userUniformRepeatsUsersIfTheBatchIsLarger() {
    Interactions train = train(3);
    Triples batch = new UserUniformSampler(train, 4800, 7).batch(0, 0);
    assertTriplesOf(train, batch);
    int[] counts = new int[USERS];
    for (int user : batch.users()) {
      counts[user]++;
    }
    assertThat(counts[0] + counts[1]).isZero();
    assertThat(Arrays.stream(counts).skip(2)).allMatch(count -> count > 50 && count < 160);
  }

  @Test
  void userUniformIsUniform() {
    Interactions train =
        Interactions.of(4, 5, new int[] {0, 1, 1, 1, 2, 2, 3}, new int[] {0, 0, 2, 4, 3, 4, 1});
    UserUniformSampler sampler = new UserUniformSampler(train, 2, 7);
    Map<List<Integer>, Integer> counts = new HashMap<>();
    int epochs = 6000;
    for (int epoch = 0; epoch < epochs; epoch++) {
      Triples batch = sampler.batch(epoch, 0);
      for (int k = 0; k < 2; k++) {
        counts.merge(
            List.of(batch.users()[k], batch.positives()[k], batch.negatives()[k]), 1, Integer::sum);
      }
    }
    // Every user has 1/4 of the draws, shared evenly by the degree x (5 - degree) pairs of positive
    // and negative.
    assertThat(counts).hasSize(4 + 6 + 6 + 4);
    counts.forEach(
        (triple, count) -> {
          int degree = train.degree(triple.get(0));
          double expected = 2.0 * epochs / 4 / (degree * (5 - degree));
          assertThat(count / expected).as("%s", triple).isBetween(0.8, 1.2);
        });
  }

  @Test
  void interactionVisitsEveryInteractionOnce() {
    Interactions train = train(4);
    int usable = train.size() - ITEMS;
    InteractionSampler sampler = new InteractionSampler(train, 32, 7);
    assertThat(sampler.batchesPerEpoch()).isEqualTo((usable + 31) / 32);
    for (int epoch = 0; epoch < 3; epoch++) {
      int[] users = new int[usable];
      int[] items = new int[usable];
      int seen = 0;
      for (int index = 0; index < sampler.batchesPerEpoch(); index++) {
        Triples batch = sampler.batch(epoch, index);
        boolean last = index == sampler.batchesPerEpoch() - 1;
        assertThat(batch.size()).isEqualTo(last ? usable - 32 * index : 32);
        assertTriplesOf(train, batch);
        System.arraycopy(batch.users(), 0, users, seen, batch.size());
        System.arraycopy(batch.positives(), 0, items, seen, batch.size());
        seen += batch.size();
      }
      assertThat(seen).isEqualTo(usable);
      Interactions visited = Interactions.of(USERS, ITEMS, users, items);
      assertThat(visited.size()).isEqualTo(usable);
      assertThat(visited.degree(1)).isZero();
    }
    assertThat(new InteractionSampler(train, usable, 7).batchesPerEpoch()).isEqualTo(1);
  }

  @Test
  void genericExcludesTrainingItemsAndEqualItems() {
    Interactions train = train(5);
    GenericTripleSampler sampler = new GenericTripleSampler(train, 48, true, 7);
    for (int index = 0; index < 50; index++) {
      Triples batch = sampler.batch(0, index);
      assertThat(Arrays.stream(batch.users()).sorted())
          .containsExactlyElementsOf(
              IntStream.range(0, USERS).filter(user -> user != 1 && user != 2).boxed().toList());
      for (int k = 0; k < batch.size(); k++) {
        assertThat(batch.positives()[k]).isNotEqualTo(batch.negatives()[k]);
        assertThat(train.contains(batch.users()[k], batch.positives()[k])).isFalse();
        assertThat(train.contains(batch.users()[k], batch.negatives()[k])).isFalse();
      }
    }
    assertThat(new GenericTripleSampler(train, 500, true, 7).batch(0, 0).size()).isEqualTo(500);
  }

  @Test
  void genericIsUniformOverPairs() {
    Interactions train = Interactions.of(1, 5, new int[] {0}, new int[] {2});
    Map<List<Integer>, Integer> excluding = new HashMap<>();
    Map<List<Integer>, Integer> including = new HashMap<>();
    Triples first = new GenericTripleSampler(train, 24_000, true, 7).batch(0, 0);
    Triples second = new GenericTripleSampler(train, 50_000, false, 7).batch(0, 0);
    for (int k = 0; k < first.size(); k++) {
      excluding.merge(List.of(first.positives()[k], first.negatives()[k]), 1, Integer::sum);
    }
    for (int k = 0; k < second.size(); k++) {
      including.merge(List.of(second.positives()[k], second.negatives()[k]), 1, Integer::sum);
    }
    assertThat(excluding).hasSize(12);
    assertThat(excluding.values()).allMatch(count -> count > 1800 && count < 2200);
    assertThat(including).hasSize(25);
    assertThat(including.values()).allMatch(count -> count > 1800 && count < 2200);
  }

  @Test
  void refusesWhatCannotBeSampled() {
    Interactions full = Interactions.of(1, 2, new int[] {0, 0}, new int[] {0, 1});
    Interactions empty = Interactions.of(1, 2, new int[0], new int[0]);
    Interactions nothing = Interactions.of(1, 0, new int[0], new int[0]);
    for (Interactions train : List.of(full, empty)) {
      assertRefused(
          () -> new UserUniformSampler(train, 1, 1),
          "nothing to sample from",
          "1 users and 2 items");
      assertRefused(
          () -> new InteractionSampler(train, 1, 1),
          "nothing to sample from",
          "1 users and 2 items");
    }
    assertRefused(() -> new GenericTripleSampler(full, 1, true, 1), "nothing to sample from");
    assertRefused(() -> new GenericTripleSampler(nothing, 1, false, 1), "there are no items");
    assertThat(new GenericTripleSampler(full, 3, false, 1).batch(0, 0).size()).isEqualTo(3);
    assertThatThrownBy(() -> new UserUniformSampler(full, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Triples(new int[1], new int[1], new int[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
