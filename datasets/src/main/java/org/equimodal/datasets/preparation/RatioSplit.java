package org.equimodal.datasets.preparation;

import org.equimodal.datasets.HoldOut;
import org.equimodal.datasets.Interactions;

/** {@link SplitRule#RATIO}: shares of every user's interactions, drawn at random. */
final class RatioSplit {
  private static final String STREAM = "split.ratio";
  private static final int SMALLEST = 3;

  private RatioSplit() {}

  /** The part of every interaction, by its position. */
  static byte[] labels(Interactions all, Shares shares, long seed) {
    return HoldOut.labels(
        all, seed, STREAM, n -> validation(n, shares), n -> test(n, shares.test()));
  }

  /** Number of a user's n interactions for test; one at least remains for each other part. */
  private static int test(int n, double share) {
    return n < SMALLEST ? 0 : Math.min(Math.max(Shares.of(n, share), 1), n - 2);
  }

  /** Number of a user's n interactions for validation; one at least remains to train on. */
  private static int validation(int n, Shares shares) {
    return n < SMALLEST
        ? 0
        : Math.min(Math.max(Shares.of(n, shares.validation()), 1), n - test(n, shares.test()) - 1);
  }
}
