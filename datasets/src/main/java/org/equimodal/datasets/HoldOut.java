package org.equimodal.datasets;

import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Draws, user by user and without replacement, the interactions that are held out. The draw of a
 * user depends on the seed, the stream and the user alone.
 */
public final class HoldOut {
  private HoldOut() {}

  /**
   * The part of every interaction, by its position: 0 training, 1 validation, 2 test.
   *
   * @param stream the stream of random numbers
   * @param validation how many of a user's n interactions are for validation
   * @param test how many of them are for test
   */
  public static byte[] labels(
      Interactions all,
      long seed,
      String stream,
      IntUnaryOperator validation,
      IntUnaryOperator test) {
    byte[] labels = new byte[all.size()];
    for (int user = 0; user < all.users(); user++) {
      int degree = all.degree(user);
      int tested = test.applyAsInt(degree);
      int[] drawn =
          distinct(
              Seeds.generator(seed, stream, user), degree, tested + validation.applyAsInt(degree));
      for (int k = 0; k < drawn.length; k++) {
        labels[all.offset(user) + drawn[k]] =
            (byte) (k < tested ? LabelledInteractions.TEST : LabelledInteractions.VALIDATION);
      }
    }
    return labels;
  }

  private static int[] distinct(RandomGenerator random, int n, int count) {
    int[] order = new int[n];
    for (int k = 0; k < n; k++) {
      order[k] = k;
    }
    int[] drawn = new int[count];
    for (int k = 0; k < count; k++) {
      int other = k + random.nextInt(n - k);
      drawn[k] = order[other];
      order[other] = order[k];
    }
    return drawn;
  }
}
