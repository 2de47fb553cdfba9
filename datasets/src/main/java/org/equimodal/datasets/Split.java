package org.equimodal.datasets;

/**
 * The interactions a model may learn from, those that select it, and those that judge it.
 *
 * @param train the interactions seen in training
 * @param validation those of model selection; a user may have none, and may have no training item
 * @param test those of the final report, read once
 */
public record Split(Interactions train, Interactions validation, Interactions test) {
  /**
   * Checks that the three sets share their ids.
   *
   * @throws IllegalArgumentException if the numbers of users or items differ
   */
  public Split {
    for (Interactions set : new Interactions[] {validation, test}) {
      if (set.users() != train.users() || set.items() != train.items()) {
        throw new IllegalArgumentException(
            "train has " + train + ", another part of the split has " + set);
      }
    }
  }

  /** Number of users. */
  public int users() {
    return train.users();
  }

  /** Number of items. */
  public int items() {
    return train.items();
  }
}
