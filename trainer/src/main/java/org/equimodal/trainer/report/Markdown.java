package org.equimodal.trainer.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables in Markdown, as GitHub reads it. */
public final class Markdown {

  private Markdown() {}

  /** Heading, summary and tables of a report. */
  static String of(Report report) {
    StringBuilder text = new StringBuilder("# " + escaped(report.title()) + "\n\n");
    text.append(escaped(report.lead())).append('\n');
    if (!report.summary().isEmpty()) {
      text.append('\n').append(escaped(String.join(" ", report.summary()))).append('\n');
    }
    report.tables().forEach(table -> text.append('\n').append(of(table)));
    return text.toString();
  }

  /** The table with its caption above and its notes below, ending in a line break. */
  public static String of(Table table) {
    StringBuilder text = new StringBuilder("**" + escaped(table.caption()) + "**\n\n");
    text.append(line(table.columns().stream().map(Markdown::escaped).toList()));
    text.append(
        line(
            IntStream.range(0, table.columns().size())
                .mapToObj(c -> c < table.labels() ? "---" : "---:")
                .toList()));
    for (Table.Row row : table.rows()) {
      text.append(line(row.cells().stream().map(Markdown::cell).toList()));
    }
    table.notes().forEach(note -> text.append('\n').append(escaped(note)).append('\n'));
    return text.toString();
  }

  private static String cell(Table.Cell cell) {
    String text = escaped(cell.text());
    return cell.strong() && !text.isEmpty() ? "**" + text + "**" : text;
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String escaped(String text) {
    return text.replaceAll("([\\\\|*_`<>#\\[\\]])", "\\\\$1");
  }
}
