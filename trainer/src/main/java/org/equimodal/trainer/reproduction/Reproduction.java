package org.equimodal.trainer.reproduction;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.experiment.Cell;
import org.equimodal.trainer.experiment.CellOutcomes;
import org.equimodal.trainer.experiment.DatasetFacts;
import org.equimodal.trainer.experiment.Family;
import org.equimodal.trainer.experiment.Fingerprint;
import org.equimodal.trainer.experiment.Outcome;
import org.equimodal.trainer.experiment.RunResolver;
import org.equimodal.trainer.experiment.WantedRun;
import org.equimodal.trainer.report.Chart;
import org.equimodal.trainer.report.Table;
import org.equimodal.trainer.tuning.Found;
import org.equimodal.trainer.tuning.Point;

/** The runs that a request takes, and the tables and charts that they give. */
public final class Reproduction {

  private final Request request;
  private final RunResolver resolver;
  private final PaperTables paper = new PaperTables();
  private final Map<Cell, WantedRun> runs = new LinkedHashMap<>();
  private final Map<String, DatasetFacts> datasets = new LinkedHashMap<>();
  private final CellOutcomes outcomes = new CellOutcomes();
  private final PValues pValues = new PValues();
  private final List<String> notes = new ArrayList<>();
  private final String fingerprint;

  /**
   * Resolves every cell, with the settings that go for it before any search.
   *
   * @param request what is asked for
   * @param resolver of runs
   * @param search of settings that will follow, in words of any kind; empty if none will
   * @throws InputException if a cell cannot be, or two datasets have one name
   */
  public Reproduction(Request request, RunResolver resolver, String search) {
    this.request = request;
    this.resolver = resolver;
    for (Family family : request.families()) {
      resolve(family, Point.none());
    }
    if (datasets.values().stream().map(DatasetFacts::name).distinct().count() < datasets.size()) {
      throw new InputException(
          "--datasets: two of them have the same name; reproduce them one after the other");
    }
    fingerprint =
        Fingerprint.of(
            runs.values().stream()
                .map(run -> run.cell() + " " + run.hash())
                .collect(Collectors.joining("\n", "", search)));
  }

  private void resolve(Family family, Point tuned) {
    for (Cell cell : request.cells(family)) {
      WantedRun run = resolver.resolve(cell, tuned.flags());
      runs.put(cell, run);
      datasets.putIfAbsent(cell.dataset(), run.dataset());
    }
  }

  /**
   * Fixes the settings that a search has found, after which the cells stand for their runs.
   *
   * @param tuned by family; empty if nothing was searched
   */
  public void settle(Map<Family, Found> tuned) {
    tuned.forEach(
        (family, found) -> {
          resolve(family, found.point());
          String of = family.backbone() + " on " + datasets.get(family.dataset()).name();
          if (!found.point().values().isEmpty()) {
            notes.add(
                "Settings of %s, chosen by validation Recall@20: %s."
                    .formatted(of, found.point().text()));
          }
          if (!found.missed().isEmpty()) {
            notes.add(
                "Settings of %s that were not chosen, because none of their trials finished; the defaults are used: %s."
                    .formatted(of, String.join(", ", found.missed())));
          }
        });
    runs.forEach(outcomes::expect);
  }

  /** A readable name that only the same request with the same settings has. */
  public String name() {
    String artefacts =
        request.artefacts().stream().map(Artefact::id).collect(Collectors.joining("-"));
    String names =
        datasets.values().stream().map(DatasetFacts::name).collect(Collectors.joining("-"));
    return artefacts + "-" + names + "-" + fingerprint;
  }

  /** A heading for all of it. */
  public String title() {
    return request.artefacts().stream().map(Artefact::id).collect(Collectors.joining(", "))
        + " on "
        + datasets.values().stream().map(DatasetFacts::name).collect(Collectors.joining(", "));
  }

  /** The runs of all cells, in the order in which they are trained; some may be the same. */
  public List<WantedRun> runs() {
    return List.copyOf(runs.values());
  }

  /** Takes note of what became of a run. */
  public void put(WantedRun run, Outcome outcome) {
    outcomes.put(run, outcome);
  }

  /** Whether every cell has a result. */
  public boolean isComplete() {
    return runs.keySet().stream()
        .allMatch(cell -> outcomes.of(cell).filter(Outcome::isFinished).isPresent());
  }

  /** The tables as far as there are results. */
  public List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    for (Results results : results()) {
      for (Artefact artefact : request.artefacts()) {
        switch (artefact) {
          case TABLE1 -> tables.add(Table1.of(results));
          case TABLE2 -> tables.add(Table2.of(results));
          case TABLE3 -> tables.add(Table3.of(results));
          case FIGURE1 -> {}
        }
      }
    }
    return tables;
  }

  /** The charts that have something to show. */
  public List<Chart> charts() {
    List<Chart> charts = new ArrayList<>();
    forEachFigure((results, backbone) -> Figure1.of(results, backbone).ifPresent(charts::add));
    return charts;
  }

  /** What goes for all of it, and which charts or curves are missing. */
  public List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    forEachFigure((results, backbone) -> Figure1.missing(results, backbone).ifPresent(all::add));
    return all;
  }

  /** The folders of the runs there are, in the order of the cells. */
  public List<Path> folders() {
    return runs.keySet().stream()
        .map(outcomes::of)
        .flatMap(Optional::stream)
        .filter(Outcome::isFinished)
        .map(outcome -> outcome.run().path())
        .distinct()
        .toList();
  }

  private void forEachFigure(BiConsumer<Results, String> action) {
    if (request.artefacts().contains(Artefact.FIGURE1)) {
      for (Results results : results()) {
        request.backbones().forEach(backbone -> action.accept(results, backbone));
      }
    }
  }

  private List<Results> results() {
    return datasets.entrySet().stream()
        .map(
            entry ->
                new Results(request, entry.getKey(), entry.getValue(), outcomes, paper, pValues))
        .toList();
  }
}
