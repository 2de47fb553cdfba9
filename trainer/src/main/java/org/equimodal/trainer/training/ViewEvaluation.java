package org.equimodal.trainer.training;

import ai.djl.Device;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.MemoryBudget;
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
    return evaluate(backbone, List.of(view), items).get(view);
  }

  /**
   * Metrics on the validation items of a model's own view and, unless the settings do without, of
   * each modality alone where it shows several.
   */
  public Validation validate(Backbone backbone, View own) {
    List<View> views = new ArrayList<>(List.of(own));
    if (settings.everyView() && own.kept().size() > 1) {
      own.kept().forEach(modality -> views.add(View.only(modality)));
    }
    Map<View, RankingReport> reports = evaluate(backbone, views, HeldOut.VALIDATION);
    Map<String, Double> only = new LinkedHashMap<>();
    for (View view : views.subList(1, views.size())) {
      reports
          .get(view)
          .means()
          .forEach((metric, value) -> only.put("only." + view + "." + metric, value));
    }
    return new Validation(reports.get(own).means(), only);
  }

  /** Metrics of every modality's own view, by modality. */
  public Map<String, Result.Tested> singleModalities(Backbone backbone, HeldOut items) {
    List<Modality> modalities = backbone.catalogue().modalities();
    List<View> only = modalities.stream().map(View::only).toList();
    Map<View, RankingReport> reports = evaluate(backbone, only, items);
    Map<String, Result.Tested> views = new LinkedHashMap<>();
    for (Modality modality : modalities) {
      Map<String, Number> figures = figures(reports.get(View.only(modality)));
      views.put(modality.name(), new Result.Tested(figures));
    }
    return views;
  }

  /** Means, and {@code users}: how many they are taken over. */
  public static Map<String, Number> figures(RankingReport report) {
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("users", report.users());
    figures.putAll(report.means());
    return figures;
  }

  /** Metrics of several views, represented together. */
  public Map<View, RankingReport> evaluate(Backbone backbone, List<View> views, HeldOut items) {
    Interactions heldOut = heldOut(items);
    int[] users = users(items);
    Catalogue catalogue = backbone.catalogue();
    TopKRanking ranking = ranking(items, catalogue.device());
    RankingEvaluation metrics = new RankingEvaluation(Metrics.all(), settings.cutoffs());
    Map<View, RankingReport> reports = new LinkedHashMap<>();
    try (StepScope scope = StepScope.inference(catalogue.manager(), backbone.residents())) {
      ParameterStore parameters = new ParameterStore(scope.manager(), false);
      backbone
          .represent(parameters, views, false)
          .forEach(
              (view, all) -> {
                Vectors vectors = Vectors.of(all, catalogue.users(), catalogue.items());
                int[][] ranked = ranking.rank(vectors.users(), vectors.items(), users);
                reports.put(view, metrics.evaluate(ranked, heldOut));
              });
    }
    return reports;
  }

  /** Those who have held-out items, and are ranked for. */
  public int[] users(HeldOut items) {
    Interactions heldOut = heldOut(items);
    return IntStream.range(0, heldOut.users()).filter(u -> heldOut.degree(u) > 0).toArray();
  }

  /** Makes their lists on a device. */
  public TopKRanking ranking(HeldOut items, Device device) {
    int longest = settings.cutoffs().get(settings.cutoffs().size() - 1);
    return new TopKRanking(longest, MemoryBudget.of(device), leftOut(items));
  }

  private Interactions heldOut(HeldOut items) {
    return items == HeldOut.TEST ? split.test() : split.validation();
  }

  /** Items that are not ranked. */
  private Interactions[] leftOut(HeldOut items) {
    return items == HeldOut.TEST && settings.maskValidationAtTest()
        ? new Interactions[] {split.train(), split.validation()}
        : new Interactions[] {split.train()};
  }
}
