package org.equimodal.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.equimodal.evaluation.Metric;
import org.equimodal.evaluation.Metrics;
import org.equimodal.trainer.config.EvaluationSettings;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.training.ViewEvaluation.HeldOut;

/** A result as text: a row for the full view, one per modality's view, one per teacher. */
final class ResultTable {

  private static final int CUTOFF = EvaluationSettings.EARLY_STOPPING_CUTOFF;

  private final Result result;

  private final String items;

  /**
   * Shows a result.
   *
   * @param result of a run
   * @param items what its metrics were measured on
   */
  ResultTable(Result result, HeldOut items) {
    this.result = result;
    this.items = items.name().toLowerCase(Locale.ROOT);
  }

  /** The table, with its heading, ending in a line break. */
  String text() {
    List<String[]> rows = new ArrayList<>();
    rows.add(cells(items + ", @" + CUTOFF, Metrics.all().stream().map(Metric::name).toList()));
    rows.add(cells(result.views().isEmpty() ? "its modality" : "all modalities", result.test()));
    result.views().forEach((m, tested) -> rows.add(cells("  only " + m, tested.test())));
    result.teachers().forEach((m, tested) -> rows.add(cells("  teacher " + m, tested.test())));

    String heading =
        String.format(
            Locale.ROOT,
            "%s on %s, %s, seed %d: best epoch %d of %d, %d %s users%n",
            result.backbone(),
            result.dataset(),
            result.method(),
            result.seed(),
            result.bestEpoch(),
            result.epochs(),
            result.test().get("users").intValue(),
            items);
    return heading + aligned(rows);
  }

  private static String[] cells(String label, Map<String, Number> metrics) {
    return cells(
        label,
        Metrics.all().stream()
            .map(
                metric ->
                    String.format(
                        Locale.ROOT, "%.4f", metrics.get(metric.key(CUTOFF)).doubleValue()))
            .toList());
  }

  private static String[] cells(String label, List<String> values) {
    List<String> cells = new ArrayList<>(List.of(label));
    cells.addAll(values);
    return cells.toArray(new String[0]);
  }

  private static String aligned(List<String[]> rows) {
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row[c].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      text.append(String.format("%-" + widths[0] + "s", row[0]));
      for (int c = 1; c < columns; c++) {
        text.append(String.format("  %" + widths[c] + "s", row[c]));
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }
}
