package org.equimodal.trainer.report;

import java.util.ArrayList;
import java.util.List;

/** Tables for a terminal: columns aligned, labels to the left and figures to the right. */
public final class PlainText {

  private static final String GAP = "  ";

  private PlainText() {}

  /** The table with its caption and notes, ending in a line break. */
  public static String of(Table table) {
    List<Integer> widths = widths(table);
    StringBuilder text = new StringBuilder(table.caption()).append('\n');
    text.append(line(table.columns(), table.labels(), widths));
    String rule = "-".repeat(widths.stream().mapToInt(w -> w + GAP.length()).sum() - GAP.length());
    text.append(rule).append('\n');
    for (int r = 0; r < table.rows().size(); r++) {
      Table.Row row = table.rows().get(r);
      if (row.startsGroup() && r > 0) {
        text.append('\n');
      }
      text.append(line(texts(row), table.labels(), widths));
    }
    table.notes().forEach(note -> text.append(note).append('\n'));
    return text.toString();
  }

  private static List<String> texts(Table.Row row) {
    return row.cells().stream().map(Table.Cell::text).toList();
  }

  private static List<Integer> widths(Table table) {
    List<Integer> widths = new ArrayList<>();
    for (int c = 0; c < table.columns().size(); c++) {
      int column = c;
      int widest =
          table.rows().stream()
              .mapToInt(row -> row.cells().get(column).text().length())
              .max()
              .orElse(0);
      widths.add(Math.max(widest, table.columns().get(c).length()));
    }
    return widths;
  }

  private static String line(List<String> texts, int labels, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < texts.size(); c++) {
      String space = " ".repeat(widths.get(c) - texts.get(c).length());
      line.append(c == 0 ? "" : GAP)
          .append(c < labels ? texts.get(c) + space : space + texts.get(c));
    }
    return line.toString().stripTrailing() + "\n";
  }
}
