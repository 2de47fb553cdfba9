package org.equimodal.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads an {@code .inter} file: tab-separated, a header that names the columns, one interaction per
 * line. Streams bytes and parses digits in place, so that ten million lines take about a second.
 */
final class InterFile {
  private static final String[] COLUMNS = {"userID", "itemID", "x_label"};
  private static final int LARGEST_LINE = 1 << 20;

  private final Path path;
  private final int[] roleOfColumn;
  private final LabelledInteractions interactions;
  private final Problems problems;
  private final List<Integer> skippedLines = new ArrayList<>();
  private final int[] values = new int[COLUMNS.length];
  private int lineNumber = 1;
  private int emptyLine;

  private InterFile(Path path, String header, Problems problems) {
    this.path = path;
    this.problems = problems;
    this.roleOfColumn = rolesOfColumns(path, header);
    this.interactions = new LabelledInteractions(index -> path + ", line " + line(index));
  }

  /** The line of an interaction: they follow the header, all but the lines that were skipped. */
  private int line(int index) {
    int line = index + 2;
    for (int skipped : skippedLines) {
      if (skipped > line) {
        break;
      }
      line++;
    }
    return line;
  }

  static LabelledInteractions read(Path path, Problems problems) {
    try (InputStream stream = Files.newInputStream(path)) {
      return read(path, stream, problems);
    } catch (IOException e) {
      throw new InputException(
          "cannot read " + path + ": " + Reason.of(e) + "; check the file and its permissions", e);
    }
  }

  private static LabelledInteractions read(Path path, InputStream stream, Problems problems)
      throws IOException {
    byte[] buffer = new byte[LARGEST_LINE];
    int filled = 0;
    InterFile file = null;
    boolean more = true;
    while (more) {
      int count = stream.readNBytes(buffer, filled, buffer.length - filled);
      more = filled + count == buffer.length;
      filled += count;
      int start = 0;
      for (int k = 0; k < filled; k++) {
        if (buffer[k] == '\n') {
          file = file == null ? opened(path, problems, buffer, k) : file.take(buffer, start, k);
          start = k + 1;
        }
      }
      if (!more && start < filled) {
        file =
            file == null
                ? opened(path, problems, buffer, filled)
                : file.take(buffer, start, filled);
      } else if (more && start == 0) {
        throw new InputException(
            "%s, line %d is longer than %d bytes: this is not a text table of interactions"
                .formatted(path, file == null ? 1 : file.lineNumber + 1, LARGEST_LINE));
      }
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      filled -= start;
    }
    if (file == null) {
      throw new InputException(
          path
              + " is empty: expected a header with "
              + String.join(", ", COLUMNS)
              + " and one interaction per line");
    }
    return file.interactions;
  }

  /** The file whose header the buffer begins with. */
  private static InterFile opened(Path path, Problems problems, byte[] buffer, int lineEnd) {
    return new InterFile(path, text(buffer, 0, withoutReturn(buffer, 0, lineEnd)), problems);
  }

  private static int withoutReturn(byte[] buffer, int start, int lineEnd) {
    return lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
  }

  /** Takes one line after the header. */
  private InterFile take(byte[] buffer, int start, int lineEnd) {
    int end = withoutReturn(buffer, start, lineEnd);
    lineNumber++;
    if (start == end) {
      skippedLines.add(lineNumber);
      emptyLine = emptyLine == 0 ? lineNumber : emptyLine;
      return this;
    }
    if (emptyLine != 0) {
      problems.fault(
          new InputException(
              path + ", line " + emptyLine + " is empty but lines follow; remove it"));
      emptyLine = 0;
    }
    try {
      interaction(buffer, start, end);
    } catch (InputException e) {
      skippedLines.add(lineNumber);
      problems.fault(e);
    }
    return this;
  }

  private static int[] rolesOfColumns(Path path, String header) {
    String[] names = (header.startsWith("\uFEFF") ? header.substring(1) : header).split("\t", -1);
    int[] roles = new int[names.length];
    Arrays.fill(roles, -1);
    for (int role = 0; role < COLUMNS.length; role++) {
      int column = Arrays.asList(names).indexOf(COLUMNS[role]);
      if (column < 0) {
        throw new InputException(
            "%s, line 1: the header has no column %s, only %s; expected tab-separated columns %s in any order"
                .formatted(
                    path,
                    COLUMNS[role],
                    shown(String.join(", ", names)),
                    String.join(", ", COLUMNS)));
      }
      roles[column] = role;
    }
    return roles;
  }

  private void interaction(byte[] buffer, int start, int end) {
    int found = 0;
    int fieldStart = start;
    for (int column = 0; column < roleOfColumn.length && fieldStart <= end; column++) {
      int fieldEnd = fieldStart;
      while (fieldEnd < end && buffer[fieldEnd] != '\t') {
        fieldEnd++;
      }
      if (roleOfColumn[column] >= 0) {
        values[roleOfColumn[column]] =
            number(buffer, fieldStart, fieldEnd, COLUMNS[roleOfColumn[column]]);
        found++;
      }
      fieldStart = fieldEnd + 1;
    }
    if (found < COLUMNS.length) {
      throw new InputException(
          "%s, line %d is cut short: '%s' has fewer columns than the header; complete the file or remove the line"
              .formatted(path, lineNumber, shown(text(buffer, start, end))));
    }
    if (values[2] > LabelledInteractions.TEST) {
      throw new InputException(
          "%s, line %d: x_label is %d; expected 0 (train), 1 (validation) or 2 (test)"
              .formatted(path, lineNumber, values[2]));
    }
    interactions.add(values[0], values[1], values[2]);
  }

  private int number(byte[] buffer, int start, int end, String column) {
    long value = 0;
    for (int k = start; k < end; k++) {
      int digit = buffer[k] - '0';
      if (digit < 0 || digit > 9) {
        throw notAnId(buffer, start, end, column);
      }
      value = value * 10 + digit;
      if (value >= Integer.MAX_VALUE) {
        throw notAnId(buffer, start, end, column);
      }
    }
    if (start == end) {
      throw notAnId(buffer, start, end, column);
    }
    return (int) value;
  }

  private InputException notAnId(byte[] buffer, int start, int end, String column) {
    String text = text(buffer, start, end);
    String why = "is not a whole number";
    if (text.isEmpty()) {
      why = "is missing, the line is cut short";
    } else if (text.matches("-\\d+")) {
      why = "is negative";
    } else if (text.matches("\\d+")) {
      why = "is too large";
    }
    return new InputException(
        "%s, line %d: %s '%s' %s; expected a whole number from 0 to %d"
            .formatted(path, lineNumber, column, shown(text), why, Integer.MAX_VALUE - 1));
  }

  private static String text(byte[] buffer, int start, int end) {
    return new String(buffer, start, end - start, StandardCharsets.UTF_8);
  }

  /** The text as a message can hold it: short, tabs as spaces. */
  private static String shown(String text) {
    String flat = text.replaceAll("\\p{Cntrl}", " ");
    return flat.length() <= 60 ? flat : flat.substring(0, 60) + "...";
  }
}
