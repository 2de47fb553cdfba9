package org.equimodal.datasets;

import java.util.List;
import java.util.Objects;

/**
 * One category per item.
 *
 * @param ofItem category id of every item, an index into {@code names}; callers must not modify it
 * @param names the categories' names in the order of their first items
 */
@SuppressWarnings("ArrayRecordComponent")
public record Categories(int[] ofItem, List<String> names) {
  /** The name of the category of items that no file assigns to one. */
  public static final String UNKNOWN = "unknown";

  /**
   * Checks the ids.
   *
   * @throws IndexOutOfBoundsException if a category id has no name
   */
  public Categories {
    names = List.copyOf(names);
    for (int category : ofItem) {
      Objects.checkIndex(category, names.size());
    }
  }

  /** Adds every item's category. */
  void addTo(Sha256 hash) {
    for (int category : ofItem) {
      hash.add(category);
    }
  }

  /** Number of categories. */
  public int count() {
    return names.size();
  }
}
