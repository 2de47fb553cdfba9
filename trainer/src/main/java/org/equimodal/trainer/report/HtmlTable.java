package org.equimodal.trainer.report;

import java.util.List;
import java.util.stream.Collectors;
import org.equimodal.trainer.report.Table.Cell;
import org.equimodal.trainer.report.Table.Row;

/** Tables in HTML; a wide one scrolls in a box of its own. */
final class HtmlTable {

  private HtmlTable() {}

  /** The table with its caption and notes, as a figure. */
  static String of(Table table) {
    String caption = Html.escaped(table.caption());
    StringBuilder html = new StringBuilder("<figure class=\"table\" id=\"");
    html.append(Html.escaped(table.id())).append("\">\n<figcaption>").append(caption);
    html.append(
        ".</figcaption>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    html.append(caption).append("\"><table>\n<thead><tr>");
    for (int c = 0; c < table.columns().size(); c++) {
      html.append(c < table.labels() ? "<th scope=\"col\" class=\"name\">" : "<th scope=\"col\">");
      html.append(Html.escaped(table.columns().get(c))).append("</th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (Row row : table.rows()) {
      html.append(row.startsGroup() ? "<tr class=\"group\">" : "<tr>");
      html.append(cells(row, table.labels())).append("</tr>\n");
    }
    html.append("</tbody></table></div>\n");
    table
        .notes()
        .forEach(
            note -> html.append("<p class=\"note\">").append(Html.escaped(note)).append("</p>\n"));
    return html.append("</figure>\n").toString();
  }

  private static String cells(Row row, int labels) {
    List<Cell> names = row.cells().subList(0, labels);
    List<Cell> figures = row.cells().subList(labels, row.cells().size());
    return names.stream()
            .map(cell -> "<th scope=\"row\">" + text(cell) + "</th>")
            .collect(Collectors.joining())
        + figures.stream().map(cell -> "<td>" + text(cell) + "</td>").collect(Collectors.joining());
  }

  private static String text(Cell cell) {
    String text = Html.escaped(cell.text());
    return cell.strong() ? "<strong>" + text + "</strong>" : text;
  }
}
