package org.equimodal.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.Representations;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.backbones.tensor.TopKRanking;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Split;
import org.equimodal.evaluation.Metrics;
import org.equimodal.evaluation.RankingEvaluation;
import org.equimodal.evaluation.RankingReport;
import org.equimodal.trainer.config.EvaluationSettings;
import org.equimodal.trainer.run.Result;

/**
 * Ranks the whole catalogue under a view and compares with held-out items: training items are never
 * ranked, validation items compete at test unless the settings mask them, users without held-out
 * items are skipped.
 */
public final class ViewEvaluation {

  static final long RANKING_BYTES = 256L << 20;

  private final EvaluationSettings settings;
  private final Split split;

  /**
   * Prepares.
   *
   * @param settings cut-offs and masking
   * @param split what is held out
   */
  public ViewEvaluation(EvaluationSettings settings, Split split) {
    this.settings = settings;
    this.split = split;
  }

  /** Which held-out items are looked for. */
  public enum HeldOut {
    /** Those of model selection. */
    VALIDATION,
    /** Those of the final report. */
    TEST
  }

  /** Metrics of one view. */
  public RankingReport evaluate(Backbone backbone, View view, HeldOut items) {
    if (items == HeldOut.VALIDATION) {
      return evaluate(backbone, view, split.validation(), split.train());
    }
    return settings.maskValidationAtTest()
        ? evaluate(backbone, view, split.test(), split.train(), split.validation())
        : evaluate(backbone, view, split.test(), split.train());
  }

  /** Metrics of every modality's own view, by modality. */
  public Map<String, Result.Tested> singleModalities(Backbone backbone, HeldOut items) {
    Map<String, Result.Tested> views = new LinkedHashMap<>();
    for (Modality modality : backbone.catalogue().modalities()) {
      RankingReport report = evaluate(backbone, View.only(modality), items);
      views.put(modality.name(), new Result.Tested(figures(report)));
    }
    return views;
  }

  /** Means, and {@code users}: how many they are taken over. */
  public static Map<String, Double> figures(RankingReport report) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("users", (double) report.users());
    figures.putAll(report.means());
    return figures;
  }

  private RankingReport evaluate(
      Backbone backbone, View view, Interactions heldOut, Interactions... leftOut) {
    int[] users = IntStream.range(0, heldOut.users()).filter(u -> heldOut.degree(u) > 0).toArray();
    int longest = settings.cutoffs().get(settings.cutoffs().size() - 1);
    Catalogue catalogue = backbone.catalogue();
    int[][] ranked;
    try (StepScope scope = StepScope.inference(catalogue.manager(), backbone.residents())) {
      Representations moving =
          backbone
              .represent(new ParameterStore(scope.manager(), false), List.of(view), false)
              .get(view)
              .moving();
      NDArray userRows = moving.userMatrix(catalogue.users()).stopGradient();
      NDArray itemRows = moving.itemMatrix(catalogue.items()).stopGradient();
      ranked = new TopKRanking(longest, RANKING_BYTES, leftOut).rank(userRows, itemRows, users);
    }
    return new RankingEvaluation(Metrics.all(), settings.cutoffs()).evaluate(ranked, heldOut);
  }
}
