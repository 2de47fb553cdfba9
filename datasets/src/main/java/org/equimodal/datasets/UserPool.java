package org.equimodal.datasets;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The users a sampler may draw, uniformly and, where there are enough of them, without repetition.
 */
final class UserPool {
  private final int[] users;

  private UserPool(int[] users) {
    this.users = users;
  }

  /**
   * The users who have at least {@code minimum} interactions and lack at least {@code absent}
   * items.
   */
  static UserPool of(Interactions train, int minimum, int absent) {
    return new UserPool(
        IntStream.range(0, train.users())
            .filter(u -> train.degree(u) >= minimum && train.items() - train.degree(u) >= absent)
            .toArray());
  }

  int size() {
    return users.length;
  }

  /** {@code count} users in random order: distinct, unless the pool holds fewer. */
  int[] draw(RandomGenerator random, int count) {
    return count > users.length ? drawWithRepetition(random, count) : drawDistinct(random, count);
  }

  private int[] drawWithRepetition(RandomGenerator random, int count) {
    int[] drawn = new int[count];
    for (int k = 0; k < count; k++) {
      drawn[k] = users[random.nextInt(users.length)];
    }
    return drawn;
  }

  /**
   * The first steps of a Fisher-Yates shuffle, undone afterwards so that the next draw starts from
   * the same order.
   */
  private synchronized int[] drawDistinct(RandomGenerator random, int count) {
    int[] drawn = new int[count];
    int[] swapped = new int[count];
    for (int k = 0; k < count; k++) {
      int other = k + random.nextInt(users.length - k);
      drawn[k] = users[other];
      users[other] = users[k];
      users[k] = drawn[k];
      swapped[k] = other;
    }
    for (int k = count - 1; k >= 0; k--) {
      int user = users[k];
      users[k] = users[swapped[k]];
      users[swapped[k]] = user;
    }
    return drawn;
  }
}
