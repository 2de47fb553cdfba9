package org.equimodal.trainer.reproduction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.equimodal.trainer.report.Table;

/** Rows in groups, the largest figure of a column and group standing out. */
final class TableRows {

  private final List<Table.Row> rows = new ArrayList<>();
  private final List<List<String>> group = new ArrayList<>();
  private final List<Map<Integer, Double>> figures = new ArrayList<>();

  /**
   * Adds a row to the group.
   *
   * @param texts of its cells
   * @param comparable figures by column, those of one group compared with each other; NaN for none
   */
  void add(List<String> texts, Map<Integer, Double> comparable) {
    group.add(texts);
    figures.add(comparable);
  }

  /** The next row starts another group. */
  void endGroup() {
    Map<Integer, Double> best = new HashMap<>();
    figures.forEach(
        row ->
            row.forEach(
                (column, value) -> {
                  if (!value.isNaN()) {
                    best.merge(column, value, Math::max);
                  }
                }));
    for (int r = 0; r < group.size(); r++) {
      Set<Integer> strong = new HashSet<>();
      if (group.size() > 1) {
        figures
            .get(r)
            .forEach(
                (column, value) -> {
                  if (value.equals(best.get(column))) {
                    strong.add(column);
                  }
                });
      }
      List<Table.Cell> cells = new ArrayList<>();
      for (int c = 0; c < group.get(r).size(); c++) {
        cells.add(new Table.Cell(group.get(r).get(c), strong.contains(c)));
      }
      rows.add(new Table.Row(cells, r == 0));
    }
    group.clear();
    figures.clear();
  }

  /** All groups that have ended. */
  List<Table.Row> rows() {
    return rows;
  }
}
