package org.equimodal.datasets.preparation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.equimodal.datasets.Interactions;

/** Interactions in columns, by ascending user and item, none twice. */
final class InteractionTable {
  private final int[] users;
  private final int[] items;
  private final double[] times;
  private final int[] order;
  private final byte[] labels;
  private int size;

  /**
   * A table of the columns, which it takes over.
   *
   * @param order where the interactions stand in the source, to compare by
   * @param labels the parts that the source puts them into
   */
  InteractionTable(int[] users, int[] items, double[] times, int[] order, byte[] labels) {
    this.users = users;
    this.items = items;
    this.times = times;
    this.order = order;
    this.labels = labels;
    this.size = users.length;
  }

  int size() {
    return size;
  }

  int user(int index) {
    return users[index];
  }

  int item(int index) {
    return items[index];
  }

  double time(int index) {
    return times[index];
  }

  /** The times of all interactions; a copy. */
  double[] times() {
    return Arrays.copyOf(times, size);
  }

  /** The labels the source gave; a copy. */
  byte[] labels() {
    return Arrays.copyOf(labels, size);
  }

  /** Whether one of a user's interactions is later than another, by time, then in the source. */
  boolean isLater(int index, int other) {
    return times[index] == times[other] ? order[index] > order[other] : times[index] > times[other];
  }

  /** Drops the interactions whose index is not accepted; the others keep their order. */
  void retain(IntPredicate accepted) {
    int kept = 0;
    for (int k = 0; k < size; k++) {
      if (accepted.test(k)) {
        users[kept] = users[k];
        items[kept] = items[k];
        times[kept] = times[k];
        order[kept] = order[k];
        labels[kept++] = labels[k];
      }
    }
    size = kept;
  }

  /** The users who have interactions. */
  BitSet presentUsers() {
    return present(users, size);
  }

  /** The items that have interactions. */
  BitSet presentItems() {
    return present(items, size);
  }

  /** The ids among the first {@code size}. */
  static BitSet present(int[] ids, int size) {
    BitSet present = new BitSet();
    for (int k = 0; k < size; k++) {
      present.set(ids[k]);
    }
    return present;
  }

  /** Numbers the present users and items anew, densely and in the same order. */
  void renumber(BitSet presentUsers, BitSet presentItems) {
    renumber(users, presentUsers);
    renumber(items, presentItems);
  }

  private void renumber(int[] ids, BitSet present) {
    int[] numbers = new int[present.length()];
    int next = 0;
    for (int id = present.nextSetBit(0); id >= 0; id = present.nextSetBit(id + 1)) {
      numbers[id] = next++;
    }
    for (int k = 0; k < size; k++) {
      ids[k] = numbers[ids[k]];
    }
  }

  /**
   * The pairs of users and items, each at the position that is its index here.
   *
   * @param userCount number of users
   * @param itemCount number of items
   */
  Interactions interactions(int userCount, int itemCount) {
    return Interactions.of(
        userCount, itemCount, Arrays.copyOf(users, size), Arrays.copyOf(items, size));
  }
}
