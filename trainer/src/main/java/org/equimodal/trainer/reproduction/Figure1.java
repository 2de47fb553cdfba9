package org.equimodal.trainer.reproduction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** What both charts and words about missing ones call it. */
  static String id(Results results, String backbone) {
    return "figure1-" + results.name() + "-" + backbone;
  }

  private Optional<Chart> chart() {
    return run(Artefact.PLAIN).map(plain -> chart(plain, run(Artefact.CKD)));
  }

  private Optional<FinishedRun> run(String method) {
    long seed = results.request().seeds().get(0);
    return results
        .outcomes()
        .of(new Cell(results.key(), backbone, method, seed))
        .filter(Outcome::isFinished)
        .map(Outcome::run);
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
        id(results, backbone),
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
