package org.equimodal.datasets.preparation;

import java.util.Optional;
import org.equimodal.datasets.InputException;

/**
 * Where in a line the parts of an interaction stand: names of columns, or of keys of JSON objects;
 * numbers of columns, from 1, where a file has no header.
 *
 * @param user of the user's raw id
 * @param item of the item's raw id
 * @param rating of the rating, a number
 * @param timestamp of the time, a number; what unit it has does not matter
 */
public record RawColumns(
    String user, String item, Optional<String> rating, Optional<String> timestamp) {

  /** Refuses one column for users and items. */
  public RawColumns {
    if (user.equals(item)) {
      throw new InputException(
          "column '%s' cannot hold both users and items; name the other one".formatted(user));
    }
  }
}
