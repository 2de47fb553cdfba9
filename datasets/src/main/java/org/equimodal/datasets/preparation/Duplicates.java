package org.equimodal.datasets.preparation;

import java.util.Locale;

/**
 * Which of a user's interactions with one item stays, by time, and by the source's order where
 * times are equal. Unknown times count as equal, and as before all known ones.
 */
public enum Duplicates {
  /** The first. */
  FIRST,
  /** The last. */
  LAST;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
