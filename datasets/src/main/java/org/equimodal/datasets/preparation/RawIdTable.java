package org.equimodal.datasets.preparation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.equimodal.datasets.InputException;

/** Numbers raw ids 0, 1, 2, .. in the order in which they are first seen. */
final class RawIdTable {
  private final String what;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> ids = new ArrayList<>();

  /** An empty table of ids of a kind, {@code user} or {@code item}. */
  RawIdTable(String what) {
    this.what = what;
  }

  /**
   * The number of an id, a new one if it was not seen before.
   *
   * @throws InputException if the id is unusable
   */
  int number(String id) {
    Integer known = numbers.get(id);
    if (known != null) {
      return known;
    }
    fault(id)
        .ifPresent(
            fault -> {
              throw new InputException("%s id '%s' %s".formatted(what, RawLine.shown(id), fault));
            });
    numbers.put(id, ids.size());
    ids.add(id);
    return ids.size() - 1;
  }

  int size() {
    return ids.size();
  }

  /** The id that has a number. */
  String id(int number) {
    return ids.get(number);
  }

  /** Why an id cannot be one, if it cannot: tables of ids are lines of UTF-8 text with tabs. */
  static Optional<String> fault(String id) {
    if (id.isBlank()) {
      return Optional.of("is empty");
    }
    for (int k = 0; k < id.length(); k++) {
      char c = id.charAt(k);
      if (Character.isISOControl(c)) {
        return Optional.of("holds a control character, such as a tab or a line break");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || k + 1 == id.length()
            || !Character.isLowSurrogate(id.charAt(k + 1))) {
          return Optional.of("holds half a character, an unpaired surrogate");
        }
        k++;
      }
    }
    return Optional.empty();
  }
}
