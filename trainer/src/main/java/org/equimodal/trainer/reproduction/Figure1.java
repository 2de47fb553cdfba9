package org.equimodal.trainer.reproduction;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.experiment.Cell;
import org.equimodal.trainer.experiment.FinishedRun;
import org.equimodal.trainer.experiment.Outcome;
import org.equimodal.trainer.report.Chart;

/**
 * Figure 1: by epoch, the jointly trained model, what it makes of each modality alone, and what a
 * model of that modality alone comes to. Between the last two lies what joint training does not get
 * out of the modality.
 */
final class Figure1 {

  private static final String RECALL = "recall@20";
  private static final String JOINT = "all modalities";

  private final Results results;
  private final String backbone;

  private Figure1(Results results, String backbone) {
    this.results = results;
    this.backbone = backbone;
  }

  /** The chart of a backbone on a dataset; empty until the plain run has finished. */
  static Optional<Chart> of(Results results, String backbone) {
    return new Figure1(results, backbone).chart();
  }

  /** Says which curves a chart lacks and why, or that there is none; empty if it is whole. */
  static Optional<String> missing(Results results, String backbone) {
    return new Figure1(results, backbone).missing();
  }

  private String id() {
    return "figure1-" + results.name() + "-" + backbone;
  }

  private Optional<String> missing() {
    Optional<Chart> chart = chart();
    if (chart.isEmpty()) {
      return Optional.of(id() + ": plain " + text(Artefact.PLAIN) + ".");
    }
    Set<String> drawn =
        chart.get().series().stream().map(Chart.Series::name).collect(Collectors.toSet());
    List<String> modalities = results.dataset().modalities().stream().map(Modality::name).toList();
    List<String> joint = modalities.size() > 1 ? modalities : List.of(); // one is the model itself
    Path plain = run(Artefact.PLAIN).orElseThrow().path();
    List<String> reasons = new ArrayList<>();
    without(drawn, joint.stream().map(Figure1::view))
        .map(
            names ->
                "%s: the plain run has not measured them; remove its folder, %s, to have it trained again with evaluation.everyView"
                    .formatted(names, plain))
        .ifPresent(reasons::add);
    without(drawn, modalities.stream().map(Figure1::alone))
        .map(names -> names + ": they are the teachers of ckd, " + text(Artefact.CKD))
        .ifPresent(reasons::add);
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(id() + " lacks " + String.join("; and ", reasons) + ".");
  }

  private static Optional<String> without(Set<String> drawn, Stream<String> names) {
    return names
        .filter(name -> !drawn.contains(name))
        .reduce((before, name) -> before + ", " + name);
  }

  private Optional<Chart> chart() {
    return run(Artefact.PLAIN).map(plain -> chart(plain, run(Artefact.CKD)));
  }

  private Optional<Outcome> outcome(String method) {
    long seed = results.request().seeds().get(0);
    return results.outcomes().of(new Cell(results.key(), backbone, method, seed));
  }

  private Optional<FinishedRun> run(String method) {
    return outcome(method).filter(Outcome::isFinished).map(Outcome::run);
  }

  private String text(String method) {
    return outcome(method).map(Outcome::text).orElse(Outcome.NOT_RUN);
  }

  private Chart chart(FinishedRun plain, Optional<FinishedRun> ckd) {
    List<Chart.Series> series = new ArrayList<>();
    List<Chart.Band> bands = new ArrayList<>();
    add(series, JOINT, Chart.Line.SOLID, 0, plain.curve("validation." + RECALL));
    for (Modality modality : results.dataset().modalities()) {
      String name = modality.name();
      int colour = modality.index() + 1;
      List<Chart.Point> view = plain.curve("validation.only." + name + "." + RECALL);
      List<Chart.Point> alone =
          ckd.map(run -> run.curveOfTeacher(name, "validation." + RECALL)).orElse(List.of());
      add(series, view(name), Chart.Line.SOLID, colour, view);
      add(series, alone(name), Chart.Line.DASHED, colour, alone);
      if (!view.isEmpty() && !alone.isEmpty()) {
        bands.add(new Chart.Band(name + " under-optimised", alone(name), view(name)));
      }
    }
    return new Chart(
        id(),
        "%s on %s: validation Recall@20 of joint training, of each modality in it, and of uni-modal models; seed %d"
            .formatted(backbone, results.name(), results.request().seeds().get(0)),
        "epoch",
        "Recall@20",
        series,
        bands);
  }

  private static void add(
      List<Chart.Series> series,
      String name,
      Chart.Line line,
      int colour,
      List<Chart.Point> points) {
    if (!points.isEmpty()) {
      series.add(new Chart.Series(name, line, colour, points));
    }
  }

  private static String view(String modality) {
    return modality + " in the joint model";
  }

  private static String alone(String modality) {
    return modality + " alone";
  }
}
