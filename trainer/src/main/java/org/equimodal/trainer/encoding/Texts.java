package org.equimodal.trainer.encoding;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.equimodal.datasets.InputException;

/**
 * What is written about every item.
 *
 * @param source the file it is from
 * @param ofItem at index i the text of item i, empty where there is none
 * @param missing how many items have none, or a blank one
 */
record Texts(Path source, List<String> ofItem, int missing) {

  /** First fields of a line that names the columns. */
  static final Set<String> HEADERS = Set.of("id", "item", "itemID");

  /** The texts of a prepared dataset. */
  static Texts of(ItemList items) {
    return of(
        items.file(),
        items.items().stream().map(item -> Optional.ofNullable(item.text())).toList());
  }

  /**
   * Reads a table: an item and its text per line, a tab between them; a first line that names the
   * columns is left out. What follows the first tab is the text as it stands.
   *
   * @throws InputException if the table cannot be read or names no items
   */
  static Texts read(Path table, ItemNumbers numbers) {
    return of(table, numbers.arrange(entries(table, "text"), table.toString()));
  }

  private static Texts of(Path source, List<Optional<String>> texts) {
    List<String> present = texts.stream().map(text -> text.orElse("")).toList();
    int missing = (int) present.stream().filter(String::isBlank).count();
    if (missing == present.size()) {
      throw new InputException(source + ": no item has a text, so there is nothing to encode");
    }
    return new Texts(source, present, missing);
  }

  /** The lines of a table of two columns. */
  static List<ItemNumbers.Entry> entries(Path table, String column) {
    List<ItemNumbers.Entry> entries = new ArrayList<>();
    Lines.read(
        table,
        (line, number) -> {
          String where = table + ", line " + number;
          int tab = line.indexOf('\t');
          if (tab < 0) {
            throw new InputException(
                "%s: no tab; expected an item, a tab and its %s".formatted(where, column));
          }
          String id = line.substring(0, tab).strip();
          if (number > 1 || !HEADERS.contains(id)) {
            entries.add(new ItemNumbers.Entry(id, line.substring(tab + 1), where));
          }
        });
    if (entries.isEmpty()) {
      throw new InputException(
          "%s holds no items: a line is expected per item, its id, a tab and its %s"
              .formatted(table, column));
    }
    return entries;
  }
}
