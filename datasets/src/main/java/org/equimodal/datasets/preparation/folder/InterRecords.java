package org.equimodal.datasets.preparation.folder;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;
import org.equimodal.datasets.preparation.InteractionSink;
import org.equimodal.datasets.preparation.RawNumber;
import org.equimodal.datasets.preparation.SplitSource;

/**
 * An {@code .inter} file of MMRec as raw interactions: tab-separated, a header, {@code userID},
 * {@code itemID} and {@code x_label} (0 training, 1 validation, 2 test), and, where they are there,
 * {@code rating} and {@code timestamp}.
 */
final class InterRecords implements SplitSource {
  private static final String LABEL = "x_label";

  private final Path file;
  private final FolderNames names;

  InterRecords(Path file, FolderNames names) {
    this.file = file;
    this.names = names;
  }

  @Override
  public void read(InteractionSink train, InteractionSink validation, InteractionSink test)
      throws IOException {
    InteractionSink[] parts = {train, validation, test};
    try (CsvReader<CsvRecord> lines =
        CsvReader.builder()
            .fieldSeparator('\t')
            .commentStrategy(CommentStrategy.NONE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .detectBomHeader(true)
            .ofCsvRecord(file)) {
      List<String> header = null;
      for (CsvRecord line : lines) {
        if (header == null) {
          header = line.getFields();
          requireColumns(header);
        } else {
          take(new Line(line, header), parts);
        }
      }
      if (header == null) {
        throw new InputException(
            file + " is empty: expected a header with userID, itemID, x_label");
      }
    } catch (UncheckedIOException | CsvParseException e) {
      throw new InputException(
          "cannot read " + file + ": " + Reason.of(e) + "; check the file, its encoding is UTF-8",
          e);
    }
  }

  private void requireColumns(List<String> header) {
    List<String> missing = new ArrayList<>(List.of("userID", "itemID", LABEL));
    missing.removeAll(header);
    if (!missing.isEmpty()) {
      throw new InputException(
          "%s, line 1: the header has no %s, only %s; columns are separated by tabs"
              .formatted(file, String.join(" and no ", missing), String.join(", ", header)));
    }
  }

  private void take(Line line, InteractionSink[] parts) {
    String rating = line.field("rating");
    String timestamp = line.field("timestamp");
    InteractionSink part =
        switch (line.field(LABEL)) {
          case "0" -> parts[0];
          case "1" -> parts[1];
          case "2" -> parts[2];
          default -> throw line.fault(LABEL, "0, 1 or 2");
        };
    part.accept(
        names.users().name(line.id("userID")),
        names.items().name(line.id("itemID")),
        rating.isEmpty() ? Double.NaN : line.number("rating"),
        timestamp.isEmpty() ? InteractionSink.NO_TIME : line.number("timestamp"));
  }

  @Override
  public List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(file));
    files.addAll(names.files());
    return files;
  }

  /** One line and the names of its columns. */
  private final class Line {
    private final CsvRecord line;
    private final List<String> header;

    Line(CsvRecord line, List<String> header) {
      this.line = line;
      this.header = header;
      if (line.getFieldCount() != header.size()) {
        throw new InputException(
            "%s has %d columns, the header has %d; complete it"
                .formatted(where(), line.getFieldCount(), header.size()));
      }
    }

    /** Empty where there is no such column. */
    String field(String column) {
      int index = header.indexOf(column);
      return index < 0 ? "" : line.getField(index);
    }

    String id(String column) {
      if (field(column).isBlank()) {
        throw fault(column, "an id");
      }
      return field(column);
    }

    double number(String column) {
      return RawNumber.of(field(column)).orElseThrow(() -> fault(column, "a number"));
    }

    InputException fault(String column, String expected) {
      return new InputException(
          "%s: %s is '%s', expected %s; correct the line"
              .formatted(where(), column, field(column), expected));
    }

    private String where() {
      return file + ", line " + line.getStartingLineNumber();
    }
  }
}
