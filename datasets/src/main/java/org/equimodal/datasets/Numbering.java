package org.equimodal.datasets;

import java.util.Arrays;

/**
 * Numbers the distinct ids among many, 0, 1, 2, .. in the order in which they are first seen. The
 * time it takes does not depend on how many ids there could be.
 */
public final class Numbering {

  private final int[] number; // of an id, valid if it was seen since the start
  private final int[] seen; // in which round
  private int round = 1;
  private int[] distinct = new int[0];
  private int count;

  /**
   * Prepares.
   *
   * @param ids how many there could be
   */
  public Numbering(int ids) {
    number = new int[ids];
    seen = new int[ids];
  }

  /** Forgets all ids. */
  public void start() {
    round++;
    count = 0;
  }

  /**
   * The number of an id.
   *
   * @param id from 0 up to how many there could be, exclusive
   */
  public int of(int id) {
    if (seen[id] != round) {
      seen[id] = round;
      number[id] = count;
      if (count == distinct.length) {
        distinct = Arrays.copyOf(distinct, Math.max(64, 2 * count));
      }
      distinct[count++] = id;
    }
    return number[id];
  }

  /** How many ids there could be. */
  public int ids() {
    return number.length;
  }

  /** How many distinct ids there are since the start. */
  public int count() {
    return count;
  }

  /** The id that has a number. */
  public int id(int numbered) {
    return distinct[numbered];
  }
}
