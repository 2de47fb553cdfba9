package org.equimodal.trainer.report;

import static org.equimodal.trainer.report.Imbalance.MONITORED;
import static org.equimodal.trainer.report.Imbalance.recall;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Collectors;
import org.equimodal.trainer.run.Result;

/** What happened in a run, in sentences made of its figures. */
final class RunSummary {

  private RunSummary() {}

  /**
   * One sentence or more.
   *
   * @param run finished or not
   * @param plain its joint training without balancing
   */
  static List<String> of(RunRecord run, Optional<RunRecord> plain) {
    if (run.result().isEmpty()) {
      return List.of(unfinished(run));
    }
    Result result = run.result().get();
    String recall = "Test " + MONITORED + " is " + Figures.metric(recall(result.test()));
    if (run.isTeacher()) {
      return List.of(recall + ", of " + run.manifest().get().modality() + " alone.");
    }
    Optional<Result> before = plain.flatMap(RunRecord::result);
    Imbalance imbalance = new Imbalance(result, before);
    List<String> sentences = new ArrayList<>();
    sentences.add(recall + before.map(joint -> comparison(result, joint)).orElse("") + ".");
    if (result.teachers().isEmpty() && recall(result.test()) > 0 && !result.views().isEmpty()) {
      sentences.add("Shown one modality alone, the model keeps " + shares(result) + ".");
    }
    worst(imbalance.gaps()).ifPresent(gap -> sentences.add(after(gap)));
    worst(imbalance.gapsBefore()).ifPresent(gap -> sentences.add(before(gap)));
    return sentences;
  }

  private static String unfinished(RunRecord run) {
    String best =
        RunCharts.best(run)
            .map(
                point ->
                    String.format(
                        Locale.ROOT,
                        ", of which %.0f is the best so far (validation %s %s)",
                        point.x(),
                        MONITORED,
                        Figures.metric(point.y())))
            .orElse("");
    long teachers = run.teachers().values().stream().filter(t -> t.result().isPresent()).count();
    String finished =
        teachers == 0
            ? ""
            : " "
                + teachers
                + " of its teachers "
                + (teachers == 1 ? "has" : "have")
                + " finished.";
    int epochs = run.epochs().size();
    return "This run has not finished: "
        + run.folder().divergence().map(why -> why + ". It").orElse("it")
        + " has trained "
        + epochs
        + (epochs == 1 ? " epoch" : " epochs")
        + best
        + "."
        + finished;
  }

  private static String comparison(Result result, Result joint) {
    double before = recall(joint.test());
    return before == 0
        ? ""
        : ", "
            + Figures.change(recall(result.test()) / before - 1)
            + " from joint training's "
            + Figures.metric(before);
  }

  private static String shares(Result result) {
    double all = recall(result.test());
    return result.views().entrySet().stream()
        .map(view -> Figures.share(recall(view.getValue().test()) / all) + " with " + view.getKey())
        .collect(Collectors.joining(", "));
  }

  private static Optional<Entry<String, Double>> worst(Map<String, Double> gaps) {
    return gaps.entrySet().stream().min(Entry.comparingByValue());
  }

  private static String after(Entry<String, Double> gap) {
    return gap.getValue() >= 0
        ? "Shown one modality alone, it is as good as that modality's teacher or better."
        : "Shown one modality alone, it lags its teacher most with " + text(gap) + ".";
  }

  private static String before(Entry<String, Double> gap) {
    return gap.getValue() >= 0
        ? "Joint training has no modality that lags its teacher."
        : "In joint training it lags most with " + text(gap) + ".";
  }

  private static String text(Entry<String, Double> gap) {
    return gap.getKey() + ", by " + Figures.share(-gap.getValue());
  }
}
