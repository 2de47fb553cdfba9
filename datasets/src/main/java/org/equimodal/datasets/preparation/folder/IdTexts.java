package org.equimodal.datasets.preparation.folder;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.datasets.IdTable;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;

/**
 * A tab-separated table that gives the ids of a folder a text each: what they were called before,
 * or a category.
 *
 * @param file the table; null where the folder has none
 * @param texts by id
 */
record IdTexts(Path file, Map<String, String> texts) {
  /** Where a folder has no such table. */
  static final IdTexts NONE = new IdTexts(null, Map.of());

  /** The table of the first of the names that the folder has, with a header. */
  static IdTexts withHeader(Path folder, String idColumn, String textColumn, List<String> names) {
    for (String name : names) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        return new IdTexts(file, read(file, idColumn, textColumn));
      }
    }
    return NONE;
  }

  /** A table without a header, the texts first. */
  static IdTexts textFirst(Path file) {
    return Files.isRegularFile(file) ? new IdTexts(file, read(file, null, null)) : NONE;
  }

  /**
   * What an id was called before; the id itself where the folder has no table.
   *
   * @throws InputException if the table leaves it out, as its own number may be another one's name
   */
  String name(String id) {
    if (file == null) {
      return id;
    }
    String name = texts.get(id);
    if (name == null) {
      throw new InputException(
          "%s gives id %s no name; complete it or remove it".formatted(file, id));
    }
    return name;
  }

  /**
   * Reads a table.
   *
   * @param idColumn the column of ids; null where there is no header and ids come second
   * @param textColumn the column of texts; where there is none, the first that is not of ids
   */
  private static Map<String, String> read(Path file, String idColumn, String textColumn) {
    Map<String, String> texts = new HashMap<>();
    int id = 1;
    int text = 0;
    boolean header = idColumn != null;
    try (CsvReader<CsvRecord> reader = IdTable.open(file)) {
      for (CsvRecord line : reader) {
        String where = file + ", line " + line.getStartingLineNumber();
        if (line.getFieldCount() < 2 || line.getFieldCount() <= Math.max(id, text)) {
          throw new InputException(
              "%s has too few columns: expected an id and a text, separated by a tab; complete it"
                  .formatted(where));
        }
        if (header) {
          List<String> names = line.getFields();
          id = names.indexOf(idColumn);
          text = names.contains(textColumn) ? names.indexOf(textColumn) : id == 0 ? 1 : 0;
          requireId(where, id, idColumn, names);
          header = false;
        } else if (texts.put(line.getField(id), IdTable.text(line, text)) != null) {
          throw new InputException(
              "%s: id %s is listed a second time; keep one line"
                  .formatted(where, line.getField(id)));
        }
      }
      return texts;
    } catch (IOException | UncheckedIOException | CsvParseException e) {
      throw new InputException(
          "cannot read " + file + ": " + Reason.of(e) + "; check the file, its encoding is UTF-8",
          e);
    }
  }

  private static void requireId(String where, int id, String idColumn, List<String> names) {
    if (id < 0) {
      throw new InputException(
          "%s: the header has no column %s, only %s; the table gives every id a text"
              .formatted(where, idColumn, String.join(", ", names)));
    }
  }

  /**
   * Refuses one text for two ids, which would make one of two users or items.
   *
   * @param what is named so, for the message
   */
  IdTexts requireDistinct(String what) {
    Map<String, String> ids = new HashMap<>();
    texts.forEach(
        (id, text) -> {
          String other = ids.put(text, id);
          if (other != null) {
            throw new InputException(
                "%s gives %s %s and %s the same name, %s; correct it or remove the table"
                    .formatted(file, what, id, other, text));
          }
        });
    return this;
  }
}
