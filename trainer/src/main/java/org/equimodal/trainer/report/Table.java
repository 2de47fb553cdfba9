package org.equimodal.trainer.report;

import java.util.List;

/**
 * A table as it is read, whatever it is written as: figures are text already, rounded once.
 *
 * @param id file name and anchor, for instance {@code table1-lastfm}
 * @param caption what it shows, a sentence without its full stop
 * @param labels how many of the leading columns are labels; the others hold figures
 * @param columns headings
 * @param rows as wide as the headings
 * @param notes sentences to be read below it
 */
public record Table(
    String id,
    String caption,
    int labels,
    List<String> columns,
    List<Row> rows,
    List<String> notes) {

  /** Copies, and checks the widths. */
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
    if (labels < 1 || labels > columns.size()) {
      throw new IllegalArgumentException(labels + " labels in " + columns.size() + " columns");
    }
    for (Row row : rows) {
      if (row.cells().size() != columns.size()) {
        throw new IllegalArgumentException(
            id + ": " + row.cells().size() + " cells in " + columns.size() + " columns");
      }
    }
  }

  /**
   * A row.
   *
   * @param cells one per column
   * @param startsGroup whether a rule is drawn above it
   */
  public record Row(List<Cell> cells, boolean startsGroup) {
    /** Copies. */
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /**
   * A cell.
   *
   * @param text shown; empty where there is nothing to say
   * @param strong whether it stands out, as the best of its column
   */
  public record Cell(String text, boolean strong) {

    /** A cell like any other. */
    public static Cell of(String text) {
      return new Cell(text, false);
    }
  }
}
