package org.equimodal.trainer.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.Representations;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.Cost;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.backbones.tensor.TopKRanking;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.config.EvaluationSettings;
import org.equimodal.trainer.training.ViewEvaluation;
import org.equimodal.trainer.training.ViewEvaluation.HeldOut;

/**
 * What an evaluation of all modalities and of each alone costs beyond its rankings: representing
 * users and items, and the metrics. The floor of both is that of the rankings.
 */
final class EvaluationBenchmark {

  private static final int WARM_UP = 1;

  /** At most, for one takes seconds. */
  static final int ROUNDS = 5;

  private final Workbench bench;
  private final Candidate candidate;
  private final Backbone backbone;

  /** What one view ranks by. */
  private record Matrices(NDArray users, NDArray items) {

    long width() {
      return users.getShape().get(1);
    }
  }

  EvaluationBenchmark(Workbench bench, Candidate candidate, Backbone backbone) {
    this.bench = bench;
    this.candidate = candidate;
    this.backbone = backbone;
  }

  /** The evaluation and its rankings; nothing if no items are held out. */
  Measurements measure() {
    EvaluationSettings settings = candidate.settings().evaluation();
    ViewEvaluation evaluation = new ViewEvaluation(settings, bench.dataset().split());
    int[] users = evaluation.users(HeldOut.TEST);
    if (users.length == 0) {
      return new Measurements();
    }
    TopKRanking ranking = evaluation.ranking(HeldOut.TEST, bench.device());
    try (NDManager owner = backbone.catalogue().manager().newSubManager()) {
      List<Matrices> matrices = matrices(owner);
      Rounds<Part> rounds =
          Rounds.measure(
              bench.device(),
              WARM_UP,
              Math.min(ROUNDS, bench.rounds()),
              round -> {
                long start = System.nanoTime(); // lists are on the host: they waited for the device
                evaluation.evaluate(backbone, views(), HeldOut.TEST);
                long between = System.nanoTime();
                matrices.forEach(view -> ranking.rank(view.users(), view.items(), users));
                long end = System.nanoTime();
                round.put(Part.EVALUATION, (between - start) / 1e6);
                round.put(Part.RANKINGS, (end - between) / 1e6);
              });
      int longest = settings.cutoffs().get(settings.cutoffs().size() - 1);
      List<Cost> costs =
          matrices.stream()
              .map(
                  view ->
                      Cost.ranking(users.length, bench.dataset().items(), view.width(), longest))
              .toList();
      Map<Part, List<Cost>> both = new EnumMap<>(Part.class);
      both.put(Part.EVALUATION, costs);
      both.put(Part.RANKINGS, costs);
      Measurements measurements = new Measurements();
      measurements.add(candidate.label(), null, rounds.milliseconds(), both, rounds.machine());
      return measurements;
    }
  }

  /** All modalities, then each alone. */
  private List<View> views() {
    List<Modality> modalities = backbone.catalogue().modalities();
    List<View> views = new ArrayList<>(List.of(View.full(modalities)));
    modalities.forEach(m -> views.add(View.only(m)));
    return views;
  }

  private List<Matrices> matrices(NDManager owner) {
    Catalogue catalogue = backbone.catalogue();
    try (StepScope scope = StepScope.inference(catalogue.manager(), backbone.residents())) {
      List<Matrices> matrices = new ArrayList<>();
      for (Representations all :
          backbone.represent(new ParameterStore(scope.manager(), false), views(), false).values()) {
        Representations moving = all.moving();
        matrices.add(
            new Matrices(
                kept(moving.userMatrix(catalogue.users()), owner),
                kept(moving.itemMatrix(catalogue.items()), owner)));
      }
      return matrices;
    }
  }

  private static NDArray kept(NDArray matrix, NDManager owner) {
    NDArray copy = matrix.stopGradient().duplicate();
    copy.attach(owner);
    return copy;
  }
}
