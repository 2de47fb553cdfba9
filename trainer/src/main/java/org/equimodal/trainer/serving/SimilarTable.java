package org.equimodal.trainer.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.equimodal.trainer.report.Table;

/** Similar items as a table: view by view its nearest items, and what each view thinks of them. */
public final class SimilarTable {

  private static final List<String> LABELS = List.of("nearest in", "", "item");
  private static final String TEXT = "text";

  private final SimilarItems similar;
  private final Ids items;
  private final Map<Integer, String> texts;

  private SimilarTable(SimilarItems similar, Ids items, Map<Integer, String> texts) {
    this.similar = similar;
    this.items = items;
    this.texts = texts;
  }

  /**
   * Makes it.
   *
   * @param similar what was compared
   * @param items what items are called
   * @param texts shown beside those that have one, by dense id; if there are any
   * @param top neighbours in each view
   * @param of what the model is, for the caption
   */
  public static Table of(
      SimilarItems similar, Ids items, Map<Integer, String> texts, int top, String of) {
    return new SimilarTable(similar, items, texts).table(top, of);
  }

  private Table table(int top, String of) {
    Set<String> views = similar.cosines().keySet();
    List<String> columns = new ArrayList<>(LABELS);
    if (!texts.isEmpty()) {
      columns.add(TEXT);
    }
    int labels = columns.size();
    columns.addAll(views);
    List<Table.Row> rows = new ArrayList<>();
    for (String view : views) {
      List<Integer> nearest = similar.nearest(view, top);
      for (int rank = 0; rank < nearest.size(); rank++) {
        rows.add(row(view, rank, nearest.get(rank)));
      }
    }
    String text = texts.containsKey(similar.item()) ? " (" + texts.get(similar.item()) + ")" : "";
    return new Table(
        "similar",
        "Items like %s%s: cosines of item vectors, %s"
            .formatted(items.name(similar.item()), text, of),
        labels,
        columns,
        rows,
        List.of());
  }

  private Table.Row row(String view, int rank, int other) {
    List<Table.Cell> cells = new ArrayList<>();
    cells.add(Table.Cell.of(view));
    cells.add(Table.Cell.of(Integer.toString(rank + 1)));
    cells.add(Table.Cell.of(items.name(other)));
    if (!texts.isEmpty()) {
      cells.add(Table.Cell.of(texts.getOrDefault(other, "")));
    }
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
