package org.equimodal.datasets.statistics;

import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Seeds;

/**
 * Pairs of different items, drawn independently of each other: items that one user has in training,
 * and items that two users drawn apart have. Users are drawn uniformly, as training draws them, and
 * a user's items uniformly, so an item is as frequent among the ones as among the others: popular
 * items that are alike for being popular tell the two kinds of pairs apart no better than others.
 *
 * @param coConsumed pairs [pair][2] of one user's items
 * @param random pairs [pair][2] of any two users' items
 */
@SuppressWarnings("ArrayRecordComponent")
record ItemPairs(int[][] coConsumed, int[][] random) {
  private static final String STREAM = "statistics.item-pairs";

  /**
   * Draws them.
   *
   * @param pairs of each kind
   * @return nothing if no user has two items
   */
  static Optional<ItemPairs> draw(Interactions train, int pairs, long seed) {
    int[] users =
        IntStream.range(0, train.users()).filter(user -> train.degree(user) >= 2).toArray();
    if (users.length == 0) {
      return Optional.empty();
    }
    RandomGenerator random = Seeds.generator(seed, STREAM);
    int[][] coConsumed = new int[pairs][];
    int[][] apart = new int[pairs][];
    for (int pair = 0; pair < pairs; pair++) {
      int user = users[random.nextInt(users.length)];
      coConsumed[pair] = different(random, train, () -> user);
      apart[pair] = different(random, train, () -> users[random.nextInt(users.length)]);
    }
    return Optional.of(new ItemPairs(coConsumed, apart));
  }

  /** An item of one user and one of another, drawn again while they are the same. */
  private static int[] different(RandomGenerator random, Interactions train, IntSupplier user) {
    int first;
    int second;
    do {
      first = item(random, train, user.getAsInt());
      second = item(random, train, user.getAsInt());
    } while (first == second);
    return new int[] {first, second};
  }

  private static int item(RandomGenerator random, Interactions train, int user) {
    return train.item(train.offset(user) + random.nextInt(train.degree(user)));
  }
}
