package org.equimodal.datasets;

/**
 * A batch of (user, positive, negative) triples as three arrays of one length. In generic triples
 * the "positive" and the "negative" are simply the first and the second item.
 *
 * @param users user ids
 * @param positives item ids
 * @param negatives item ids
 */
@SuppressWarnings("ArrayRecordComponent")
public record Triples(int[] users, int[] positives, int[] negatives) {
  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if they differ
   */
  public Triples {
    if (users.length != positives.length || users.length != negatives.length) {
      throw new IllegalArgumentException(
          "%d users, %d positives, %d negatives"
              .formatted(users.length, positives.length, negatives.length));
    }
  }

  /** Number of triples. */
  public int size() {
    return users.length;
  }
}
