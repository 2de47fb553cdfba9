package org.equimodal.datasets.preparation;

/** Interactions that repeat one of another part of a given split: how many, and the first. */
final class Crossings {
  private int count;
  private int user;
  private int item;

  void add(int crossingUser, int crossingItem) {
    if (count++ == 0) {
      user = crossingUser;
      item = crossingItem;
    }
  }

  int count() {
    return count;
  }

  /** The user of the first. */
  int user() {
    return user;
  }

  /** The item of the first. */
  int item() {
    return item;
  }
}
