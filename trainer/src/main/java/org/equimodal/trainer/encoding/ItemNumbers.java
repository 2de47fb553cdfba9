package org.equimodal.trainer.encoding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.ItemList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which item is meant by a name of the input: the items' own ids where the dataset has a list of
 * them, else their numbers.
 */
final class ItemNumbers {

  private static final Logger logger = LoggerFactory.getLogger(ItemNumbers.class);
  private static final int UNKNOWN = -1;

  private final Map<String, Integer> ids;
  private final int count;

  private ItemNumbers(Map<String, Integer> ids, int count) {
    this.ids = ids;
    this.count = count;
  }

  /**
   * Something that the input has for an item.
   *
   * @param id what the input calls the item
   * @param value what it has
   * @param where it stands, for messages
   */
  record Entry<V>(String id, V value, String where) {}

  /** Items are called by their ids; what is said of others is left out. */
  static ItemNumbers of(ItemList items) {
    Map<String, Integer> ids = new HashMap<>();
    items.forEach(item -> ids.put(item.id(), item.item()));
    return new ItemNumbers(ids, ids.size());
  }

  /** Items are called by their numbers, of which it is known how many there are. */
  static ItemNumbers below(int count) {
    return new ItemNumbers(null, count);
  }

  /** Items are called by their numbers, and the input has all of them. */
  static ItemNumbers ofInput() {
    return new ItemNumbers(null, UNKNOWN);
  }

  /**
   * Puts what the input has in the items' order.
   *
   * @param entries in any order
   * @param input for messages
   * @return at index i what there is for item i
   * @throws InputException if an item has two entries, a name is no item, or there is no item
   */
  <V> List<Optional<V>> arrange(List<Entry<V>> entries, String input) {
    int size = count == UNKNOWN ? entries.size() : count;
    List<Optional<V>> values = new ArrayList<>(Collections.nCopies(size, Optional.empty()));
    Map<Integer, String> seen = new HashMap<>();
    for (Entry<V> entry : entries) {
      Integer item = find(entry, size);
      if (item == null) {
        continue; // an item that the dataset has not kept
      }
      String first = seen.putIfAbsent(item, entry.where());
      if (first != null) {
        throw new InputException(
            "%s: item '%s' a second time, after %s; keep one"
                .formatted(entry.where(), entry.id(), first));
      }
      values.set(item, Optional.of(entry.value()));
    }
    if (seen.isEmpty()) {
      throw new InputException(
          "%s names none of the items%s"
              .formatted(input, ids == null ? "" : "; they are called as in " + ItemList.NAME));
    }
    if (seen.size() < entries.size()) {
      logger.info(
          "{}: {} of {} entries are of no item of the dataset and left out",
          input,
          entries.size() - seen.size(),
          entries.size());
    }
    return values;
  }

  /** The item that an entry is of; null if the dataset has no such item. */
  private Integer find(Entry<?> entry, int size) {
    if (ids != null) {
      return ids.get(entry.id());
    }
    return number(entry, size);
  }

  private int number(Entry<?> entry, int size) {
    String id = entry.id();
    if (!id.matches("\\d{1,9}") || Integer.parseInt(id) >= size) {
      String meant =
          count == UNKNOWN
              ? "without --dataset items are called by number, here all of 0 to " + (size - 1)
              : "the dataset has no "
                  + ItemList.NAME
                  + ", so items are called by number, 0 to "
                  + (size - 1);
      throw new InputException("%s: '%s' is no item; %s".formatted(entry.where(), id, meant));
    }
    return Integer.parseInt(id);
  }
}
