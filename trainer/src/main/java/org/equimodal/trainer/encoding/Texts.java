package org.equimodal.trainer.encoding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.ItemList;
import org.equimodal.datasets.Reason;
import org.equimodal.datasets.TextLines;
import org.equimodal.datasets.TextSpool;

/** What is written about every item. The texts lie in a temporary file until it is closed. */
final class Texts implements AutoCloseable {

  /** First fields of a line that names the columns. */
  static final Set<String> HEADERS = Set.of("id", "item", "itemID");

  private final Path source;
  private final TextSpool spool;
  private final int[] places;
  private final int[] lengths;
  private final int missing;

  /** Puts texts into a spool. */
  private interface Filling {

    /** Gives every item's place in the spool, absent where it has no text. */
    List<Optional<Integer>> fill(TextSpool spool);
  }

  private Texts(Path source, Path room, Filling filling) {
    this.source = source;
    spool = open(room);
    try {
      List<Optional<Integer>> filled = filling.fill(spool);
      int none = spool.add("");
      places = filled.stream().mapToInt(place -> place.orElse(none)).toArray();
      lengths = new int[places.length];
      int blank = 0;
      for (int item = 0; item < places.length; item++) {
        String text = get(item);
        lengths[item] = text.length();
        blank += text.isBlank() ? 1 : 0;
      }
      missing = blank;
      if (missing == places.length) {
        throw new InputException(source + ": no item has a text, so there is nothing to encode");
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * The texts of a prepared dataset.
   *
   * @param room a folder for the temporary file
   * @throws InputException if the list is damaged or has no texts
   */
  static Texts of(ItemList items, Path room) {
    return new Texts(
        items.file(),
        room,
        spool -> {
          List<Optional<Integer>> places = new ArrayList<>();
          items.forEach(item -> places.add(Optional.ofNullable(item.text()).map(spool::add)));
          return places;
        });
  }

  /**
   * Reads a table: an item and its text per line, a tab between them; a first line that names the
   * columns is left out. What follows the first tab is the text as it stands.
   *
   * @param room a folder for the temporary file
   * @throws InputException if the table cannot be read or names no items
   */
  static Texts read(Path table, ItemNumbers numbers, Path room) {
    return new Texts(
        table,
        room,
        spool -> numbers.arrange(entries(table, "text", spool::add), table.toString()));
  }

  /**
   * The lines of a table of two columns.
   *
   * @param keep makes of the second column what is kept of it
   */
  static <V> List<ItemNumbers.Entry<V>> entries(
      Path table, String column, Function<String, V> keep) {
    List<ItemNumbers.Entry<V>> entries = new ArrayList<>();
    TextLines.read(
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
            entries.add(new ItemNumbers.Entry<>(id, keep.apply(line.substring(tab + 1)), where));
          }
          return true;
        });
    if (entries.isEmpty()) {
      throw new InputException(
          "%s holds no items: a line is expected per item, its id, a tab and its %s"
              .formatted(table, column));
    }
    return entries;
  }

  /** The file they are from. */
  Path source() {
    return source;
  }

  /** Number of items. */
  int items() {
    return places.length;
  }

  /** How many items have no text, or a blank one. */
  int missing() {
    return missing;
  }

  /** An item's text, empty where there is none. */
  String get(int item) {
    return spool.get(places[item]);
  }

  /** Number of characters of an item's text. */
  int length(int item) {
    return lengths[item];
  }

  /** SHA-256 of all texts, in the order of items. */
  String hash() {
    return FileHash.of(
        IntStream.range(0, items()).mapToObj(item -> length(item) + " " + get(item)));
  }

  private static TextSpool open(Path room) {
    try {
      return new TextSpool(room);
    } catch (IOException e) {
      throw new InputException(
          "cannot write a temporary file into %s: %s; check the folder, or name another with --out"
              .formatted(room, Reason.of(e)),
          e);
    }
  }

  @Override
  public void close() {
    try {
      spool.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
