package org.equimodal.trainer.report;

import static org.equimodal.trainer.report.Imbalance.MONITORED;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.equimodal.trainer.report.Chart.Line;
import org.equimodal.trainer.report.Chart.Point;
import org.equimodal.trainer.report.Chart.Series;
import org.equimodal.trainer.run.PartKey;

/** The course of a training, drawn from its {@code metrics.jsonl} and its teachers'. */
final class RunCharts {

  private static final String VALIDATION = "validation.";
  private static final Set<String> NO_LOSS = Set.of(EpochCurve.EPOCH, "best", "seconds");
  private static final int ALL = 0;

  private static final Map<String, String> MEANINGS =
      Map.of(
          "specific", "Loss of specific distillation (eq. 11)",
          "generic", "Loss of generic distillation (eq. 12-13)",
          "gamma", "What masking the modality takes from the margins (eq. 15-16)",
          "rho", "Gamma over the teacher's margins (eq. 17)",
          "lambda", "How much the modality is distilled (eq. 18)",
          "saturated", "Share of the teacher's margins beyond 15 tau");

  private final RunRecord run;
  private final Map<String, RunRecord> teachers;
  private final List<String> modalities;

  /** Draws a run. */
  RunCharts(RunRecord run) {
    this.run = run;
    this.teachers = run.teachers();
    this.modalities = run.modalities();
  }

  /** The best epoch so far and its validation. */
  static Optional<Point> best(RunRecord run) {
    return run.epochs().stream()
        .filter(line -> Boolean.TRUE.equals(line.get("best")))
        .reduce((before, after) -> after)
        .map(line -> EpochCurve.at(line, VALIDATION + MONITORED));
  }

  /** Validation of every view, the teachers' dashed, the best epoch a dot. */
  Chart validation() {
    List<Series> series = new ArrayList<>();
    int own = run.isTeacher() ? colour(run.manifest().get().modality()) : ALL;
    add(
        series,
        run.isTeacher() ? "teacher" : "all modalities",
        Line.SOLID,
        own,
        curve(run, VALIDATION + MONITORED));
    for (String modality : modalities) {
      String key = VALIDATION + "only." + modality + "." + MONITORED;
      add(series, "only " + modality, Line.SOLID, colour(modality), curve(run, key));
    }
    teachers.forEach(
        (modality, teacher) ->
            add(
                series,
                "teacher " + modality,
                Line.DASHED,
                colour(modality),
                curve(teacher, VALIDATION + MONITORED)));
    best(run).ifPresent(point -> add(series, "best epoch", Line.SOLID, own, List.of(point)));
    return chart("validation", "Validation " + MONITORED, MONITORED, series);
  }

  /** The loss and its parts that are of no modality. */
  Chart loss() {
    List<Series> series = new ArrayList<>();
    for (String key : keys()) {
      if (PartKey.parse(key).of().isEmpty() && !NO_LOSS.contains(key)) {
        add(series, key, Line.SOLID, series.size(), curve(run, key));
      }
    }
    return chart("loss", "The loss and its parts, means over an epoch", "loss", series);
  }

  /** What there is per modality, a panel for every kind, in the order of the file. */
  List<Chart> perModality() {
    Map<String, List<Series>> panels = new LinkedHashMap<>();
    for (String key : keys()) {
      PartKey divided = PartKey.parse(key);
      if (divided.of().isPresent() && !key.startsWith(VALIDATION)) {
        String name = divided.of().get();
        List<Series> panel = panels.computeIfAbsent(divided.part(), part -> new ArrayList<>());
        add(panel, name, Line.SOLID, colour(name), curve(run, key));
      }
    }
    List<Chart> charts = new ArrayList<>();
    panels.forEach(
        (part, series) -> charts.add(chart(part, MEANINGS.getOrDefault(part, part), part, series)));
    return charts;
  }

  private Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    run.epochs().forEach(line -> keys.addAll(line.keySet()));
    return keys;
  }

  /** Each modality has its own; whatever else there is looks like all of them together. */
  private int colour(String modality) {
    return 1 + modalities.indexOf(modality);
  }

  private static void add(
      List<Series> series, String name, Line line, int colour, List<Point> points) {
    if (!points.isEmpty()) {
      series.add(new Series(name, line, colour, points));
    }
  }

  private static Chart chart(String id, String caption, String yLabel, List<Series> series) {
    return new Chart(id, caption, EpochCurve.EPOCH, yLabel, series, List.of());
  }

  private static List<Point> curve(RunRecord run, String key) {
    return EpochCurve.of(run.epochs(), key);
  }
}
