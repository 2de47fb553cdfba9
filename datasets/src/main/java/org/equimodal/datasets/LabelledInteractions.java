package org.equimodal.datasets;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Interactions as a file lists them, each with its part of the split, on the way to a {@link
 * Split}.
 */
final class LabelledInteractions {
  static final int TRAIN = 0;
  static final int VALIDATION = 1;
  static final int TEST = 2;

  private final IntFunction<String> where;
  private int[] users = new int[1 << 12];
  private int[] items = new int[1 << 12];
  private byte[] labels = new byte[1 << 12];
  private int size;
  private int maxUser = -1;
  private int maxItem = -1;

  /**
   * An empty list.
   *
   * @param where says in which file and line the interaction with an index stands
   */
  LabelledInteractions(IntFunction<String> where) {
    this.where = where;
  }

  void add(int user, int item, int label) {
    if (size == users.length) {
      int capacity = size + (size >> 1);
      users = Arrays.copyOf(users, capacity);
      items = Arrays.copyOf(items, capacity);
      labels = Arrays.copyOf(labels, capacity);
    }
    users[size] = user;
    items[size] = item;
    labels[size++] = (byte) label;
    maxItem = Math.max(maxItem, item);
    addUser(user);
  }

  /** Makes room for a user who may have no interaction at all. */
  void addUser(int user) {
    maxUser = Math.max(maxUser, user);
  }

  int size() {
    return size;
  }

  int user(int index) {
    return users[index];
  }

  int users() {
    return maxUser + 1;
  }

  int items() {
    return maxItem + 1;
  }

  /**
   * Refuses an item that has no row in features of the given length, naming the first place where
   * one stands.
   *
   * @return whether all have one
   */
  boolean checkItemsBelow(int rows, String featureFile, Problems problems) {
    for (int k = 0; k < size; k++) {
      if (items[k] >= rows) {
        problems.fault(
            new InputException(
                "%s: item %d has no row in %s, which has %d rows (row i is item i); number items from 0 in the order of the rows"
                    .formatted(where.apply(k), items[k], featureFile, rows)));
        return false;
      }
    }
    return true;
  }

  /**
   * The split, with users and items up to the largest ids; warns of repeated interactions.
   *
   * @param source the file or folder they come from
   * @param problems takes the fault that nothing is there to train on
   * @throws InputException if ids are far from dense
   */
  Split checkedSplit(String source, Problems problems) {
    if (count(TRAIN) == 0) {
      problems.fault(
          new InputException(
              "%s has no training interaction (of %d in all): nothing can be learnt; label training interactions with 0 or put them into train.json"
                  .formatted(source, size)));
    }
    requireDense(source, "user", maxUser);
    requireDense(source, "item", maxItem);
    Split split = split(users(), items());
    int distinct = split.train().size() + split.validation().size() + split.test().size();
    if (distinct < size) {
      problems.warning(
          "%s: dropped %d interactions listed twice in the same part of the split"
              .formatted(source, size - distinct));
    }
    int shared =
        shared(split.train(), split.validation())
            + shared(split.train(), split.test())
            + shared(split.validation(), split.test());
    if (shared > 0) {
      problems.warning(
          "%s: %d interactions stand in more than one of train, validation and test; results on them are not honest"
              .formatted(source, shared));
    }
    return split;
  }

  Split split(int userCount, int itemCount) {
    return new Split(
        part(TRAIN, userCount, itemCount),
        part(VALIDATION, userCount, itemCount),
        part(TEST, userCount, itemCount));
  }

  private Interactions part(int label, int userCount, int itemCount) {
    int count = count(label);
    int[] partUsers = new int[count];
    int[] partItems = new int[count];
    int next = 0;
    for (int k = 0; k < size; k++) {
      if (labels[k] == label) {
        partUsers[next] = users[k];
        partItems[next++] = items[k];
      }
    }
    return Interactions.of(userCount, itemCount, partUsers, partItems);
  }

  private int count(int label) {
    int count = 0;
    for (int k = 0; k < size; k++) {
      if (labels[k] == label) {
        count++;
      }
    }
    return count;
  }

  /** Ids of other systems, hash values for example, would ask for tables of billions of rows. */
  private void requireDense(String source, String what, int largest) {
    if (largest > 1_000_000 + 100L * size) {
      throw new InputException(
          "%s: %s id %d among only %d interactions: ids must be dense, from 0; renumber them"
              .formatted(source, what, largest, size));
    }
  }

  private static int shared(Interactions first, Interactions second) {
    int shared = 0;
    for (int user = 0; user < first.users(); user++) {
      for (int position = second.offset(user); position < second.offset(user + 1); position++) {
        if (first.contains(user, second.item(position))) {
          shared++;
        }
      }
    }
    return shared;
  }
}
