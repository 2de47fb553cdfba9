package org.equimodal.datasets;

import java.util.List;

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

  /**
   * SHA-256, in lower-case hexadecimal, of the three sets with their id ranges: runs whose splits
   * have one hash were judged by the same items.
   */
  public String hash() {
    Sha256 hash = new Sha256().add("equimodal split 1");
    addTo(hash);
    return hash.hex();
  }

  /** Feeds the three sets to a hash. */
  void addTo(Sha256 hash) {
    for (Interactions set : List.of(train, validation, test)) {
      hash.add(set.users()).add(set.items()).add(set.size());
      for (int user = 0; user < set.users(); user++) {
        hash.add(set.degree(user));
      }
      for (int position = 0; position < set.size(); position++) {
        hash.add(set.item(position));
      }
    }
  }

  /** The same interactions where there are more items. */
  public Split amongItems(int count) {
    return new Split(train.amongItems(count), validation.amongItems(count), test.amongItems(count));
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
