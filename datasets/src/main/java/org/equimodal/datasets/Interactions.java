package org.equimodal.datasets;

import java.util.Arrays;
import java.util.Objects;

/**
 * Which user interacted with which items: an immutable set of (user, item) pairs in compressed
 * rows.
 *
 * <p>The interactions of a user are consecutive, items ascending, without duplicates. A
 * <em>position</em> in 0 .. {@link #size()} - 1 names one interaction.
 */
public final class Interactions {
  private final int itemCount;
  private final int[] offsets;
  private final int[] items;

  private Interactions(int itemCount, int[] offsets, int[] items) {
    this.itemCount = itemCount;
    this.offsets = offsets;
    this.items = items;
  }

  /**
   * The set of the pairs {@code (user[k], item[k])}, given in any order; pairs given twice count
   * once.
   *
   * @param users number of users, ids 0 .. users - 1
   * @param items number of items, ids 0 .. items - 1
   * @throws IllegalArgumentException if the arrays differ in length or hold an id outside its range
   */
  public static Interactions of(int users, int items, int[] user, int[] item) {
    if (users < 0 || items < 0 || user.length != item.length) {
      throw new IllegalArgumentException(
          "%d users, %d items, %d user ids and %d item ids do not make interactions"
              .formatted(users, items, user.length, item.length));
    }
    int[] offsets = new int[users + 1];
    for (int k = 0; k < user.length; k++) {
      if (user[k] < 0 || user[k] >= users || item[k] < 0 || item[k] >= items) {
        throw new IllegalArgumentException(
            "pair %d is (%d, %d), outside %d users and %d items"
                .formatted(k, user[k], item[k], users, items));
      }
      offsets[user[k] + 1]++;
    }
    for (int u = 0; u < users; u++) {
      offsets[u + 1] += offsets[u];
    }
    int[] next = Arrays.copyOf(offsets, users);
    int[] sorted = new int[user.length];
    for (int k = 0; k < user.length; k++) {
      sorted[next[user[k]]++] = item[k];
    }
    return compact(items, offsets, sorted);
  }

  /** Sorts every row and drops its duplicates, in place. */
  private static Interactions compact(int itemCount, int[] offsets, int[] items) {
    int kept = 0;
    int begin = 0;
    for (int u = 0; u + 1 < offsets.length; u++) {
      int end = offsets[u + 1];
      Arrays.sort(items, begin, end);
      int rowStart = kept;
      for (int k = begin; k < end; k++) {
        if (kept == rowStart || items[kept - 1] != items[k]) {
          items[kept++] = items[k];
        }
      }
      offsets[u + 1] = kept;
      begin = end;
    }
    return new Interactions(
        itemCount, offsets, kept == items.length ? items : Arrays.copyOf(items, kept));
  }

  /**
   * The same interactions where there are more items.
   *
   * @param count number of items, at least {@link #items()}
   * @throws IllegalArgumentException if it is less
   */
  public Interactions amongItems(int count) {
    if (count < itemCount) {
      throw new IllegalArgumentException(itemCount + " items cannot be among " + count);
    }
    return new Interactions(count, offsets, items);
  }

  /** Number of users, with or without interactions. */
  public int users() {
    return offsets.length - 1;
  }

  /** Number of items, with or without interactions. */
  public int items() {
    return itemCount;
  }

  /** Number of interactions. */
  public int size() {
    return items.length;
  }

  /** Number of items the user interacted with. */
  public int degree(int user) {
    return offsets[user + 1] - offsets[user];
  }

  /** Position of the user's first interaction; {@code offset(users())} is {@link #size()}. */
  public int offset(int user) {
    return offsets[user];
  }

  /** The item at a position. */
  public int item(int position) {
    return items[position];
  }

  /** The user at a position, found in O(log users). */
  public int user(int position) {
    Objects.checkIndex(position, items.length);
    int low = 0;
    int high = users() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (offsets[middle + 1] <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether the user interacted with the item, found in O(log degree). */
  public boolean contains(int user, int item) {
    return Arrays.binarySearch(items, offsets[user], offsets[user + 1], item) >= 0;
  }

  /**
   * The item with the given rank, from 0, among the items the user did <em>not</em> interact with,
   * ascending. Found in O(log degree), so that a uniform rank below {@code items() - degree(user)}
   * gives a uniform negative in one draw.
   */
  public int absentItem(int user, int rank) {
    int begin = offsets[user];
    int low = begin;
    int high = offsets[user + 1];
    Objects.checkIndex(rank, itemCount - (high - low));
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (items[middle] - (middle - begin) <= rank) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return rank + (low - begin);
  }

  /** The user's items, ascending; a copy. */
  public int[] itemsOf(int user) {
    return Arrays.copyOfRange(items, offsets[user], offsets[user + 1]);
  }

  /** Number of users per item. */
  public int[] itemDegrees() {
    int[] degrees = new int[itemCount];
    for (int item : items) {
      degrees[item]++;
    }
    return degrees;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Interactions that
        && itemCount == that.itemCount
        && Arrays.equals(offsets, that.offsets)
        && Arrays.equals(items, that.items);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * itemCount + Arrays.hashCode(offsets)) + Arrays.hashCode(items);
  }

  @Override
  public String toString() {
    return "%d interactions of %d users and %d items".formatted(size(), users(), items());
  }
}
