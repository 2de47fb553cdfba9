package org.equimodal.datasets.preparation;

import java.util.Arrays;
import org.equimodal.datasets.InputException;

/** Interactions as they come in, in columns. */
final class InteractionBuffer {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private int[] users = new int[1 << 12];
  private int[] items = new int[1 << 12];
  private double[] times = new double[1 << 12];
  private byte[] labels = new byte[1 << 12];
  private int size;

  void add(int user, int item, double time, Part part) {
    if (size == users.length) {
      grow();
    }
    users[size] = user;
    items[size] = item;
    times[size] = time;
    labels[size++] = part.label();
  }

  private void grow() {
    if (size == LARGEST_ARRAY) {
      throw new InputException(
          "there are more than %d interactions; raise --min-rating or use a part of the data"
              .formatted(LARGEST_ARRAY));
    }
    int capacity = (int) Math.min((long) size + (size >> 1), LARGEST_ARRAY);
    users = Arrays.copyOf(users, capacity);
    items = Arrays.copyOf(items, capacity);
    times = Arrays.copyOf(times, capacity);
    labels = Arrays.copyOf(labels, capacity);
  }

  int size() {
    return size;
  }

  /** Number of users with interactions. */
  int users() {
    return InteractionTable.present(users, size).cardinality();
  }

  /** Number of items with interactions. */
  int items() {
    return InteractionTable.present(items, size).cardinality();
  }

  /**
   * One interaction for every user and item that have any, by ascending user and item; the buffer
   * is empty afterwards.
   *
   * @param userCount number of users, with or without interactions
   * @param crossings takes the pairs that stand in several parts of a given split
   */
  InteractionTable distinct(int userCount, Duplicates stay, Crossings crossings) {
    int[] ends = new int[userCount];
    int[] ofUsers = byUser(ends);
    int[] kept = new int[size];
    int count = 0;
    long[] keys = new long[0];
    int begin = 0;
    for (int end : ends) {
      int degree = end - begin;
      keys = keys.length < degree ? new long[2 * degree] : keys;
      for (int k = 0; k < degree; k++) {
        keys[k] = (long) items[ofUsers[begin + k]] << Integer.SIZE | k;
      }
      Arrays.sort(keys, 0, degree);
      for (int k = 0; k < degree; k++) {
        int candidate = ofUsers[begin + (int) keys[k]];
        boolean first = k == 0 || keys[k] >> Integer.SIZE != keys[k - 1] >> Integer.SIZE;
        if (first) {
          kept[count++] = candidate;
          continue;
        }
        int present = kept[count - 1];
        if (labels[candidate] != labels[present]) {
          crossings.add(users[present], items[present]);
        }
        if (replaces(candidate, present, stay)) {
          kept[count - 1] = candidate;
        }
      }
      begin = end;
    }
    InteractionTable table = gather(Arrays.copyOf(kept, count));
    clear();
    return table;
  }

  /**
   * The indices of all interactions by ascending user, those of a user in the source's order.
   *
   * @param ends becomes the end of every user's indices
   */
  private int[] byUser(int[] ends) {
    for (int k = 0; k < size; k++) {
      ends[users[k]]++;
    }
    int sum = 0;
    for (int user = 0; user < ends.length; user++) {
      int degree = ends[user];
      ends[user] = sum;
      sum += degree;
    }
    int[] indices = new int[size];
    for (int k = 0; k < size; k++) {
      indices[ends[users[k]]++] = k;
    }
    return indices;
  }

  /** Whether an interaction stays instead of one that stands before it in the source. */
  private boolean replaces(int candidate, int present, Duplicates stay) {
    return stay == Duplicates.FIRST
        ? times[candidate] < times[present]
        : times[candidate] >= times[present];
  }

  private InteractionTable gather(int[] order) {
    int[] keptUsers = new int[order.length];
    int[] keptItems = new int[order.length];
    double[] keptTimes = new double[order.length];
    byte[] keptLabels = new byte[order.length];
    for (int k = 0; k < order.length; k++) {
      keptUsers[k] = users[order[k]];
      keptItems[k] = items[order[k]];
      keptTimes[k] = times[order[k]];
      keptLabels[k] = labels[order[k]];
    }
    return new InteractionTable(keptUsers, keptItems, keptTimes, order, keptLabels);
  }

  private void clear() {
    size = 0;
    users = new int[1];
    items = new int[1];
    times = new double[1];
    labels = new byte[1];
  }
}
