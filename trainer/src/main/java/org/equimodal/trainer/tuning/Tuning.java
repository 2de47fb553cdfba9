package org.equimodal.trainer.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.experiment.Cell;
import org.equimodal.trainer.experiment.Fingerprint;
import org.equimodal.trainer.experiment.FinishedRun;
import org.equimodal.trainer.experiment.Outcome;
import org.equimodal.trainer.experiment.RunQueue;
import org.equimodal.trainer.experiment.RunResolver;
import org.equimodal.trainer.experiment.WantedRun;
import org.equimodal.trainer.report.Figures;
import org.equimodal.trainer.report.Table;
import org.equimodal.trainer.tuning.SuccessiveHalving.Rung;

/**
 * A search for the settings of one backbone, method and dataset. What the trials come to on the
 * test items is not looked at.
 */
public final class Tuning {

  private static final String METRIC = "recall@20";

  private final Cell cell;
  private final RunResolver resolver;
  private final List<Point> candidates;
  private final List<Rung> rungs;
  private final List<Trial> trials = new ArrayList<>();
  private final Map<String, Outcome> outcomes = new HashMap<>();

  /** A point in a rung, from 0. */
  private record Trial(Point point, int rung, WantedRun run) {}

  /**
   * Prepares the first rung.
   *
   * @param cell what is tuned
   * @param resolver of runs
   * @param candidates to choose from
   * @param rungs in which they are tried
   * @throws org.equimodal.datasets.InputException if a candidate is no setting of the cell
   */
  public Tuning(Cell cell, RunResolver resolver, List<Point> candidates, List<Rung> rungs) {
    this.cell = cell;
    this.resolver = resolver;
    this.candidates = List.copyOf(candidates);
    this.rungs = List.copyOf(rungs);
    enter(0, this.candidates);
  }

  private void enter(int rung, List<Point> points) {
    for (Point point : points) {
      List<Sources.Flag> flags = new ArrayList<>(point.flags());
      rungs
          .get(rung)
          .epochs()
          .ifPresent(epochs -> flags.add(new Sources.Flag("--epochs", "training.epochs", epochs)));
      trials.add(new Trial(point, rung, resolver.resolve(cell, flags)));
    }
  }

  /** A readable name that only the same search has. */
  public String name() {
    WantedRun first = trials.get(0).run();
    String all =
        rungs
            + firstRuns().stream().map(WantedRun::hash).collect(Collectors.joining("\n", "\n", ""));
    return String.join(
        "-",
        "tune",
        first.dataset().name(),
        cell.backbone(),
        cell.method().replace(':', '-'),
        Fingerprint.of(all));
  }

  /** The runs of the first rung. */
  public List<WantedRun> firstRuns() {
    return trials.stream().filter(trial -> trial.rung() == 0).map(Trial::run).toList();
  }

  /**
   * Trains every rung.
   *
   * @param queue of trainings
   * @param progress is told of every trial that has ended
   */
  public void run(RunQueue queue, RunQueue.Progress progress) {
    for (int rung = 0; rung < rungs.size(); rung++) {
      if (rung > 0) {
        enter(rung, best(rung - 1, rungs.get(rung).candidates()));
      }
      int now = rung;
      queue.complete(
          trials.stream().filter(trial -> trial.rung() == now).map(Trial::run).toList(),
          (run, outcome, time) -> {
            outcomes.put(run.hash(), outcome);
            progress.done(run, outcome, time);
          });
    }
  }

  private List<Point> best(int rung, int count) {
    return ranked().stream()
        .filter(trial -> trial.rung() == rung && !Double.isNaN(validation(trial)))
        .limit(count)
        .map(Trial::point)
        .toList();
  }

  /** The later the rung the better, and within it by validation; without a result comes last. */
  private List<Trial> ranked() {
    Comparator<Trial> byValidation =
        Comparator.comparingDouble(
            trial ->
                Double.isNaN(validation(trial)) ? Double.POSITIVE_INFINITY : -validation(trial));
    return trials.stream()
        .sorted(
            Comparator.comparing(Trial::rung, Comparator.reverseOrder())
                .thenComparing(byValidation))
        .toList();
  }

  private double validation(Trial trial) {
    return GridSearch.validation(outcomes.get(trial.run().hash()));
  }

  /** The best settings so far; empty if no trial has finished. */
  public Optional<Point> best() {
    return ranked().stream()
        .filter(trial -> !Double.isNaN(validation(trial)))
        .findFirst()
        .map(Trial::point);
  }

  /** The folders of the trials that have finished, from the first on. */
  public List<Path> runs() {
    return trials.stream()
        .map(trial -> outcomes.get(trial.run().hash()))
        .filter(outcome -> outcome != null && outcome.isFinished())
        .map(outcome -> outcome.run().path())
        .toList();
  }

  /** The trials so far, the best first. */
  public Table table() {
    boolean halving = rungs.size() > 1;
    List<String> keys = List.copyOf(candidates.get(0).values().keySet());
    List<String> columns = new ArrayList<>(List.of("Trial"));
    columns.addAll(keys);
    if (halving) {
      columns.add("Epochs allowed");
    }
    columns.addAll(List.of("Validation Recall@20", "Best epoch", "Epochs"));
    List<Table.Row> rows = new ArrayList<>();
    int rung = -1;
    for (Trial trial : ranked()) {
      List<Table.Cell> cells = new ArrayList<>();
      cells.add(Table.Cell.of(Integer.toString(1 + candidates.indexOf(trial.point()))));
      Map<String, JsonNode> values = trial.point().values();
      keys.forEach(key -> cells.add(Table.Cell.of(values.get(key).asText())));
      if (halving) {
        int epochs = rungs.get(trial.rung()).epochs().orElseThrow();
        cells.add(Table.Cell.of(Integer.toString(epochs)));
      }
      cells.addAll(results(trial, rows.isEmpty()));
      rows.add(new Table.Row(cells, trial.rung() != rung));
      rung = trial.rung();
    }
    return new Table(
        "trials",
        "Trials of %s with %s on %s, seed %d, the best first"
            .formatted(
                cell.backbone(), cell.method(), trials.get(0).run().dataset().name(), cell.seed()),
        1,
        columns,
        rows,
        List.of(
            "Chosen by validation alone; what the trials come to on test items was not looked at."));
  }

  private List<Table.Cell> results(Trial trial, boolean first) {
    Outcome outcome = outcomes.get(trial.run().hash());
    if (outcome == null || !outcome.isFinished()) {
      String text = outcome == null ? Outcome.NOT_RUN : outcome.text();
      return List.of(Table.Cell.of(text), Table.Cell.of(""), Table.Cell.of(""));
    }
    FinishedRun run = outcome.run();
    return List.of(
        new Table.Cell(Figures.metric(run.validation(METRIC)), first),
        Table.Cell.of(Integer.toString(run.result().bestEpoch())),
        Table.Cell.of(Integer.toString(run.result().epochs())));
  }
}
