package org.equimodal.datasets;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** A tab-separated table that gives ids a text: names of items or users, categories of items. */
public final class IdTable {
  /**
   * No text may hold this, so nothing is taken for a quotation: {@code "Weird Al" Yankovic} is a
   * name also in tables of others that have it as it stands.
   */
  private static final char NO_QUOTE = '\0';

  private IdTable() {}

  /**
   * The text of every id; null where the table has none, or a faulty line.
   *
   * @param idColumn name of the column of ids
   * @param textColumn name of the column of texts
   * @param count number of ids, 0 .. count - 1
   */
  static String[] read(
      Path path, String idColumn, String textColumn, int count, Problems problems) {
    try (CsvReader<CsvRecord> reader = open(path)) {
      Iterator<CsvRecord> records = reader.iterator();
      if (!records.hasNext()) {
        throw new InputException(
            "%s is empty: expected a header with %s and %s".formatted(path, idColumn, textColumn));
      }
      List<String> header = records.next().getFields();
      int idIndex = column(path, header, idColumn);
      int textIndex = column(path, header, textColumn);
      String[] texts = new String[count];
      while (records.hasNext()) {
        CsvRecord line = records.next();
        String where = path + ", line " + line.getStartingLineNumber();
        try {
          if (line.getFieldCount() <= Math.max(idIndex, textIndex)) {
            throw new InputException(
                where + " is cut short: it has fewer columns than the header; complete it");
          }
          int id = id(where, idColumn, line.getField(idIndex), count);
          if (texts[id] != null) {
            throw new InputException(
                "%s: %s %d is listed a second time; keep one line".formatted(where, idColumn, id));
          }
          texts[id] = text(line, textIndex);
        } catch (InputException e) {
          problems.fault(e);
        }
      }
      return texts;
    } catch (IOException | UncheckedIOException | CsvParseException e) {
      throw new InputException(
          "cannot read " + path + ": " + Reason.of(e) + "; check the file, its encoding is UTF-8",
          e);
    }
  }

  /** The lines of a table, its header among them; {@link #text} gives their texts. */
  public static CsvReader<CsvRecord> open(Path path) throws IOException {
    return CsvReader.builder()
        .fieldSeparator('\t')
        .quoteCharacter(NO_QUOTE)
        .commentStrategy(CommentStrategy.NONE)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .detectBomHeader(true)
        .ofCsvRecord(path);
  }

  /** The text in a column of a line. */
  public static String text(CsvRecord line, int column) {
    return unquoted(line.getField(column));
  }

  /**
   * Writes a table that {@link #open} reads.
   *
   * @param texts those of ids 0, 1, 2, ..; empty ones are left out
   */
  public static void write(Appendable out, String idColumn, String textColumn, List<String> texts)
      throws IOException {
    out.append(idColumn).append('\t').append(textColumn).append('\n');
    for (int id = 0; id < texts.size(); id++) {
      if (!texts.get(id).isEmpty()) {
        out.append(Integer.toString(id)).append('\t').append(quoted(texts.get(id))).append('\n');
      }
    }
  }

  private static int column(Path path, List<String> header, String name) {
    int index = header.indexOf(name);
    if (index < 0) {
      throw new InputException(
          "%s, line 1: the header has no column %s, only %s; columns are separated by tabs"
              .formatted(path, name, String.join(", ", header)));
    }
    return index;
  }

  private static int id(String where, String column, String text, int count) {
    if (!text.matches("\\d{1,10}") || Long.parseLong(text) >= count) {
      throw new InputException(
          "%s: %s '%s' is not an id of the dataset; expected a whole number from 0 to %d"
              .formatted(where, column, text, count - 1));
    }
    return Integer.parseInt(text);
  }

  /**
   * A text as a field of a table separated by tabs. One that begins with a quotation mark is put
   * into others and its own are doubled, as RFC 4180 says: other readers would take what follows,
   * line ends included, for a quotation.
   */
  public static String quoted(String text) {
    return text.startsWith("\"") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /**
   * Takes off the quotation marks that spreadsheet programs put around a field with quotation marks
   * inside.
   */
  private static String unquoted(String text) {
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      return text;
    }
    String inner = text.substring(1, text.length() - 1);
    return inner.replace("\"\"", "").contains("\"") ? text : inner.replace("\"\"", "\"");
  }

  /** The texts with every gap filled by the decimal id. */
  static List<String> orDecimalIds(String[] texts) {
    String[] complete = texts.clone();
    Arrays.setAll(complete, id -> texts[id] == null ? Integer.toString(id) : texts[id]);
    return List.of(complete);
  }
}
