package org.equimodal.trainer.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.equimodal.trainer.report.Table;

/** Similar items as a table: view by view its nearest items, and what each view thinks of them. */
public final class SimilarTable {

  private static final int LABELS = 3;

  private SimilarTable() {}

  /**
   * Makes it.
   *
   * @param similar what was compared
   * @param items what items are called
   * @param top neighbours in each view
   * @param of what the model is, for the caption
   */
  public static Table of(SimilarItems similar, Ids items, int top, String of) {
    Set<String> views = similar.cosines().keySet();
    List<String> columns = new ArrayList<>(List.of("nearest in", "", "item"));
    columns.addAll(views);
    List<Table.Row> rows = new ArrayList<>();
    for (String view : views) {
      List<Integer> nearest = similar.nearest(view, top);
      for (int rank = 0; rank < nearest.size(); rank++) {
        rows.add(row(similar, items, view, rank, nearest.get(rank)));
      }
    }
    return new Table(
        "similar",
        "Items like %s: cosines of item vectors, %s".formatted(items.name(similar.item()), of),
        LABELS,
        columns,
        rows,
        List.of());
  }

  private static Table.Row row(SimilarItems similar, Ids items, String view, int rank, int other) {
    List<Table.Cell> cells = new ArrayList<>();
    cells.add(Table.Cell.of(view));
    cells.add(Table.Cell.of(Integer.toString(rank + 1)));
    cells.add(Table.Cell.of(items.name(other)));
    similar
        .cosines()
        .forEach(
            (each, cosines) ->
                cells.add(
                    new Table.Cell(
                        String.format(Locale.ROOT, "%.3f", cosines[other]), each.equals(view))));
    return new Table.Row(cells, rank == 0);
  }
}
