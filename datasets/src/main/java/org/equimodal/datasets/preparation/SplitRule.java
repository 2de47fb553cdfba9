package org.equimodal.datasets.preparation;

import java.util.Locale;

/** How interactions are parted into training, validation and test. */
public enum SplitRule {
  /** The rule of {@link org.equimodal.datasets.LatticeSplit}, which the paper's data follow. */
  LATTICE,
  /**
   * Of a user's n interactions, drawn at random, floor(n share) are for validation and for test
   * each, but at least one, as is for training, which gets the others. Users with fewer than three
   * keep all for training.
   */
  RATIO,
  /**
   * A user's last interaction is for test, the one before for validation; where times are equal the
   * later one in the source is the later one. Users with fewer than three keep all for training.
   */
  LEAVE_LAST_OUT,
  /**
   * Two instants part the interactions of all users; what happened at one instant stays together,
   * in the later part.
   */
  GLOBAL_TIME;

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the rule looks at shares. */
  public boolean needsShares() {
    return this == RATIO || this == GLOBAL_TIME;
  }

  /** Whether the rule looks at times. */
  public boolean needsTimes() {
    return this == LEAVE_LAST_OUT || this == GLOBAL_TIME;
  }
}
