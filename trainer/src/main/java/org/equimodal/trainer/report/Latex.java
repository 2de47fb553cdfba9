package org.equimodal.trainer.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tables in LaTeX, ruled as the package booktabs does. */
public final class Latex {

  private static final Map<Character, String> ESCAPES =
      Map.ofEntries(
          Map.entry('\\', "\\textbackslash{}"),
          Map.entry('|', "\\textbar{}"),
          Map.entry('&', "\\&"),
          Map.entry('%', "\\%"),
          Map.entry('$', "\\$"),
          Map.entry('#', "\\#"),
          Map.entry('_', "\\_"),
          Map.entry('{', "\\{"),
          Map.entry('}', "\\}"),
          Map.entry('~', "\\textasciitilde{}"),
          Map.entry('^', "\\textasciicircum{}"),
          Map.entry('<', "\\textless{}"),
          Map.entry('>', "\\textgreater{}"),
          Map.entry('±', "$\\pm$"),
          Map.entry('−', "$-$"));

  private Latex() {}

  /** The tables of a report. */
  static String of(Report report) {
    return report.tables().map(Latex::of).collect(Collectors.joining("\n"));
  }

  /** The table as a float that needs {@code \\usepackage{booktabs}}, ending in a line break. */
  public static String of(Table table) {
    StringBuilder text = new StringBuilder("\\begin{table}\n\\centering\n");
    text.append("\\caption{").append(escaped(table.caption())).append(".}\n");
    text.append("\\label{").append(label(table.id())).append("}\n");
    text.append("\\begin{tabular}{")
        .append("l".repeat(table.labels()))
        .append("r".repeat(table.columns().size() - table.labels()))
        .append("}\n\\toprule\n");
    text.append(line(table.columns().stream().map(Latex::escaped).toList()));
    text.append("\\midrule\n");
    for (int r = 0; r < table.rows().size(); r++) {
      Table.Row row = table.rows().get(r);
      if (row.startsGroup() && r > 0) {
        text.append("\\midrule\n");
      }
      text.append(line(row.cells().stream().map(Latex::cell).toList()));
    }
    text.append("\\bottomrule\n\\end{tabular}\n");
    table.notes().forEach(note -> text.append("\\par ").append(escaped(note)).append('\n'));
    return text.append("\\end{table}\n").toString();
  }

  private static String cell(Table.Cell cell) {
    String text = escaped(cell.text());
    return cell.strong() && !text.isEmpty() ? "\\textbf{" + text + "}" : text;
  }

  private static String line(List<String> cells) {
    return String.join(" & ", cells) + " \\\\\n";
  }

  /** An escape would become part of the label's name, so other characters become hyphens. */
  private static String label(String id) {
    return id.replaceAll("[^A-Za-z0-9:-]", "-");
  }

  private static String escaped(String text) {
    return text.chars()
        .mapToObj(c -> ESCAPES.getOrDefault((char) c, Character.toString(c)))
        .collect(Collectors.joining());
  }
}
