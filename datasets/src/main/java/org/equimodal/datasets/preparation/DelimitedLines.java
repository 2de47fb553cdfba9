package org.equimodal.datasets.preparation;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Interactions in columns separated by tabs or commas; empty lines are passed over. */
final class DelimitedLines {
  /** No text holds this, so in tab-separated files nothing is taken for a quotation. */
  private static final char NO_QUOTE = '\0';

  private static final int ABSENT = -1;

  private final RawLine line;
  private final RawColumns columns;
  private final boolean header;
  private int width;
  private int user;
  private int item;
  private int rating;
  private int timestamp;

  /**
   * A reader of one file's lines.
   *
   * @param header whether the first line names the columns; else they are numbered from 1
   */
  DelimitedLines(RawLine line, RawColumns columns, boolean header) {
    this.line = line;
    this.columns = columns;
    this.header = header;
  }

  /** Reads to the end. */
  void read(Reader text, TextFormat format) throws IOException {
    try (CsvReader<CsvRecord> records =
        CsvReader.builder()
            .fieldSeparator(format == TextFormat.TSV ? '\t' : ',')
            .quoteCharacter(format == TextFormat.TSV ? NO_QUOTE : '"')
            .commentStrategy(CommentStrategy.NONE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .ofCsvRecord(text)) {
      boolean first = true;
      for (CsvRecord record : records) {
        line.at(record.getStartingLineNumber());
        if (first) {
          find(record.getFields());
        }
        if (!first || !header) {
          interaction(record);
        }
        first = false;
      }
    } catch (CsvParseException e) {
      throw line.broken("cannot be read: " + reason(e) + "; correct the file", e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The reader says only in the cause what is wrong. */
  private static String reason(CsvParseException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  private void find(List<String> first) {
    width = first.size();
    user = column(first, columns.user());
    item = column(first, columns.item());
    rating = column(first, columns.rating());
    timestamp = column(first, columns.timestamp());
  }

  private int column(List<String> first, Optional<String> name) {
    return name.isPresent() ? column(first, name.get()) : ABSENT;
  }

  private int column(List<String> first, String name) {
    if (header) {
      int index = first.indexOf(name);
      if (index < 0) {
        throw line.fault(
            "there is no column '%s', only %s; name one of them, or say --no-header and number them"
                .formatted(name, RawLine.shown(String.join(", ", first))));
      }
      if (index != first.lastIndexOf(name)) {
        throw line.fault(
            "two columns are called '%s'; rename one, or say --no-header, leave out the first line and number them"
                .formatted(name));
      }
      return index;
    }
    if (!name.matches("[1-9]\\d{0,5}")) {
      throw line.fault(
          "without a header columns are numbers from 1, not '%s'; say 1 for the first"
              .formatted(name));
    }
    int number = Integer.parseInt(name);
    if (number > width) {
      throw line.fault("there is no column %d, only %d".formatted(number, width));
    }
    return number - 1;
  }

  private void interaction(CsvRecord record) {
    if (record.getFieldCount() != width) {
      throw line.fault(
          "has %d columns, the first line has %d; correct or remove the line"
              .formatted(record.getFieldCount(), width));
    }
    line.accept(
        record.getField(user),
        record.getField(item),
        rating == ABSENT ? null : record.getField(rating),
        timestamp == ABSENT ? null : record.getField(timestamp));
  }
}
