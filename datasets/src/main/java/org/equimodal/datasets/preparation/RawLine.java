package org.equimodal.datasets.preparation;

import java.nio.file.Path;
import org.equimodal.datasets.InputException;

/** Reads the texts of one line of a file as an interaction, and says where a fault stands. */
final class RawLine {
  private static final int SHOWN = 60;

  private final Path file;
  private final RawColumns columns;
  private final InteractionSink sink;
  private long number;
  private long firstTime;
  private boolean dates;

  RawLine(Path file, RawColumns columns, InteractionSink sink) {
    this.file = file;
    this.columns = columns;
    this.sink = sink;
  }

  /** Goes to a line, counted from 1. */
  void at(long lineNumber) {
    number = lineNumber;
  }

  /** The line it is at, 0 before the first. */
  long number() {
    return number;
  }

  /**
   * Gives the line's interaction to the sink.
   *
   * @param rating null where no column holds it
   * @param timestamp null where no column holds it
   */
  void accept(String user, String item, String rating, String timestamp) {
    checkId(columns.user(), user);
    checkId(columns.item(), item);
    sink.accept(
        user,
        item,
        rating == null ? Double.NaN : number(rating),
        timestamp == null ? InteractionSink.NO_TIME : time(timestamp));
  }

  private void checkId(String column, String id) {
    RawIdTable.fault(id)
        .ifPresent(
            fault -> {
              throw fault(
                  "%s '%s' %s; correct or remove the line".formatted(column, shown(id), fault));
            });
  }

  private double number(String text) {
    String column = columns.rating().orElseThrow();
    requireText(column, text, "a number");
    return RawNumber.of(text)
        .orElseThrow(
            () ->
                fault(
                    "%s '%s' is not a number; correct or remove the line"
                        .formatted(column, shown(text))));
  }

  private double time(String text) {
    String column = columns.timestamp().orElseThrow();
    requireText(column, text, "a time");
    double time =
        RawTime.of(text)
            .orElseThrow(
                () ->
                    fault(
                        "%s '%s' is neither a number, such as seconds since 1970, nor an ISO date, such as 2018-01-31 or 2018-01-31T10:00:00Z; convert the column or leave --timestamp-column out"
                            .formatted(column, shown(text))));
    requireFormOfTheFirst(column, text.strip());
    return time;
  }

  /** Dates become seconds, and numbers stay what they are: in one file there is but one of both. */
  private void requireFormOfTheFirst(String column, String text) {
    if (firstTime == 0) {
      firstTime = number;
      dates = RawTime.isDate(text);
    } else if (dates != RawTime.isDate(text)) {
      throw fault(
          "%s '%s' is a %s, but that of line %d a %s; write all times of a file in one way"
              .formatted(
                  column,
                  shown(text),
                  dates ? "number" : "date",
                  firstTime,
                  dates ? "date" : "number"));
    }
  }

  private void requireText(String column, String text, String expected) {
    if (text.isBlank()) {
      throw fault(
          "%s is empty, expected %s; complete or remove the line".formatted(column, expected));
    }
  }

  /** A fault of the line. */
  InputException fault(String what) {
    return new InputException("%s, line %d: %s".formatted(file, number, what));
  }

  /** A fault of what comes after the line, where the file cannot be read on. */
  InputException broken(String what, Exception cause) {
    String where = number == 0 ? file.toString() : "%s, after line %d:".formatted(file, number);
    return new InputException(where + " " + what, cause);
  }

  /** The text as a message can hold it. */
  static String shown(String text) {
    String flat = text.replaceAll("\\p{Cntrl}", " ");
    return flat.length() <= SHOWN ? flat : flat.substring(0, SHOWN) + "...";
  }
}
