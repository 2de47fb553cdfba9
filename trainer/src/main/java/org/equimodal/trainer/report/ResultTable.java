package org.equimodal.trainer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.equimodal.evaluation.Metric;
import org.equimodal.evaluation.Metrics;
import org.equimodal.trainer.report.Table.Cell;
import org.equimodal.trainer.report.Table.Row;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.Result.Tested;

/** The metrics of a result: a row for the full view, one per modality's view, one per teacher. */
public final class ResultTable {

  private ResultTable() {}

  /**
   * The table of a result.
   *
   * @param result of a run
   * @param items what its metrics were measured on
   * @param cutoff the K of every metric
   */
  public static Table of(Result result, String items, int cutoff) {
    String caption =
        String.format(
            Locale.ROOT,
            "%s on %s, %s, seed %d: best epoch %d of %d, %d %s users",
            result.backbone(),
            result.dataset(),
            result.method(),
            result.seed(),
            result.bestEpoch(),
            result.epochs(),
            result.test().get("users").intValue(),
            items);
    String model = result.views().isEmpty() ? "its modality" : "all modalities";
    List<Row> rows = new ArrayList<>(List.of(row(model, result.test(), cutoff)));
    result.views().forEach((m, tested) -> rows.add(row("  only " + m, tested.test(), cutoff)));
    rows.addAll(teachers(result.teachers(), cutoff));
    return table(caption, items, rows, cutoff);
  }

  /** The table of a run that has teachers only. */
  static Table ofTeachers(String caption, Map<String, Tested> teachers, int cutoff) {
    return table(caption, "test", teachers(teachers, cutoff), cutoff);
  }

  private static List<Row> teachers(Map<String, Tested> teachers, int cutoff) {
    return teachers.entrySet().stream()
        .map(teacher -> row("  teacher " + teacher.getKey(), teacher.getValue().test(), cutoff))
        .toList();
  }

  private static Table table(String caption, String items, List<Row> rows, int cutoff) {
    List<String> names = Metrics.all().stream().map(Metric::name).toList();
    List<String> columns =
        Stream.concat(Stream.of(items + ", @" + cutoff), names.stream()).toList();
    return new Table(items + "-" + cutoff, caption, 1, columns, rows, List.of());
  }

  private static Row row(String name, Map<String, Number> metrics, int cutoff) {
    Stream<String> figures =
        Metrics.all().stream().map(metric -> Figures.metric(metrics.get(metric.key(cutoff))));
    return new Row(Stream.concat(Stream.of(name), figures).map(Cell::of).toList(), false);
  }
}
