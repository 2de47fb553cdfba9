package org.equimodal.trainer.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.equimodal.evaluation.Recall;
import org.equimodal.trainer.config.EvaluationSettings;
import org.equimodal.trainer.report.Table.Cell;
import org.equimodal.trainer.report.Table.Row;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.Result.Tested;

/**
 * How well a model uses each of its modalities: test Recall@20 shown that modality alone, beside a
 * model that has learnt from nothing else, and beside joint training without balancing.
 *
 * @param result of the model
 * @param plain of the same training without balancing, if there is one
 */
record Imbalance(Result result, Optional<Result> plain) {

  /** What early stopping looks at, and this report. */
  static final String MONITORED = new Recall().key(EvaluationSettings.EARLY_STOPPING_CUTOFF);

  /** The metric everything is about. */
  static double recall(Map<String, ? extends Number> metrics) {
    return metrics.get(MONITORED).doubleValue();
  }

  /** Per modality, how far the model shown it alone is from its teacher; -0.5 for half of it. */
  Map<String, Double> gaps() {
    return gaps(result.views());
  }

  /** The same for joint training. */
  Map<String, Double> gapsBefore() {
    return plain.map(before -> gaps(before.views())).orElse(Map.of());
  }

  private Map<String, Double> gaps(Map<String, Tested> views) {
    Map<String, Double> gaps = new LinkedHashMap<>();
    result
        .teachers()
        .forEach(
            (modality, teacher) -> {
              Tested view = views.get(modality);
              if (view != null && recall(teacher.test()) > 0) {
                gaps.put(modality, recall(view.test()) / recall(teacher.test()) - 1);
              }
            });
    return gaps;
  }

  /** A column: its heading, the cell of a modality, and that of all together. */
  private record Column(String heading, UnaryOperator<String> cell, String all) {}

  /** A row per modality and one for all; columns that nothing is known of are left out. */
  Table table() {
    boolean taught = !result.teachers().isEmpty();
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("shown alone", modality -> modality, "all modalities"));
    if (taught) {
      columns.add(new Column("teacher", m -> cell(result.teachers(), m), ""));
    }
    plain.ifPresent(before -> columns.addAll(columns(before)));
    columns.addAll(columns(result));
    List<Row> rows = new ArrayList<>();
    for (String modality : result.views().keySet()) {
      rows.add(row(columns.stream().map(column -> column.cell().apply(modality)), false));
    }
    rows.add(row(columns.stream().map(Column::all), true));
    return new Table(
        "imbalance",
        "Test " + MONITORED + " of models shown one modality alone",
        1,
        columns.stream().map(Column::heading).toList(),
        rows,
        List.of(taught ? "gap: from the modality's teacher." : "share: of all modalities."));
  }

  private List<Column> columns(Result model) {
    String method = model.method();
    double all = recall(model.test());
    Column recalls = new Column(method, m -> cell(model.views(), m), Figures.metric(all));
    if (result.teachers().isEmpty()) {
      UnaryOperator<String> share = m -> Figures.share(recall(model.views().get(m).test()) / all);
      return List.of(recalls, new Column(method + ", share", all > 0 ? share : m -> "", ""));
    }
    Map<String, Double> gaps = gaps(model.views());
    UnaryOperator<String> gap = m -> gaps.containsKey(m) ? Figures.change(gaps.get(m)) : "";
    return List.of(recalls, new Column(method + ", gap", gap, ""));
  }

  private static String cell(Map<String, Tested> models, String modality) {
    Tested model = models.get(modality);
    return model == null ? "" : Figures.metric(recall(model.test()));
  }

  private static Row row(Stream<String> cells, boolean startsGroup) {
    return new Row(cells.map(Cell::of).toList(), startsGroup);
  }
}
