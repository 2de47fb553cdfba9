package org.equimodal.evaluation;

/** Which ranks of one user's list hold one of the user's held-out items. */
public final class Hits {

  private final boolean[] byRank;
  private final int relevant;

  /**
   * Wraps a list, best rank first.
   *
   * @param byRank whether the item at each rank is held out; not copied
   * @param relevant |T_u|, how many items are held out, ranked or not
   * @throws IllegalArgumentException if no item is held out: such a user has no metrics
   */
  public Hits(boolean[] byRank, int relevant) {
    if (relevant < 1) {
      throw new IllegalArgumentException("relevant must be >= 1, was " + relevant);
    }
    this.byRank = byRank;
    this.relevant = relevant;
  }

  /** |T_u|, how many items are held out. */
  public int relevant() {
    return relevant;
  }

  /** How many of the first {@code cutoff} ranks are hits. */
  public int within(int cutoff) {
    int count = 0;
    for (int rank = 1; rank <= last(cutoff); rank++) {
      if (at(rank)) {
        count++;
      }
    }
    return count;
  }

  /** The rank, from 1, of the first hit within the cut-off, or 0 if there is none. */
  public int first(int cutoff) {
    for (int rank = 1; rank <= last(cutoff); rank++) {
      if (at(rank)) {
        return rank;
      }
    }
    return 0;
  }

  /** DCG: every hit within the cut-off adds {@code 1 / log2(rank + 1)}. */
  public double discountedGain(int cutoff) {
    double gain = 0;
    for (int rank = 1; rank <= last(cutoff); rank++) {
      if (at(rank)) {
        gain += discount(rank);
      }
    }
    return gain;
  }

  /** Ideal DCG: that of a list which starts with {@code count} hits. */
  public static double idealGain(int count) {
    double gain = 0;
    for (int rank = 1; rank <= count; rank++) {
      gain += discount(rank);
    }
    return gain;
  }

  private boolean at(int rank) {
    return byRank[rank - 1];
  }

  private int last(int cutoff) {
    return Math.min(cutoff, byRank.length);
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 1.0);
  }
}
