package org.equimodal.trainer.training;

import java.util.Map;
import org.equimodal.backbones.Backbone;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.config.EvaluationSettings;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.ViewEvaluation.HeldOut;

/** Measures a finished run again from its stored parameters. */
public final class RunEvaluation {

  private final RunFolder folder;
  private final Settings settings;
  private final Dataset dataset;
  private final EvaluationSettings stored;

  /**
   * Prepares.
   *
   * @param folder of a finished run or teacher
   * @param settings the run's
   * @param dataset what it learnt from
   * @param stored how the stored result was evaluated
   */
  public RunEvaluation(
      RunFolder folder, Settings settings, Dataset dataset, EvaluationSettings stored) {
    this.folder = folder;
    this.settings = settings;
    this.dataset = dataset;
    this.stored = stored;
  }

  /**
   * Computes the metrics of all views.
   *
   * @param items which held-out items
   * @return the run's result with {@code test} and {@code views} measured on those items; teachers,
   *     which are not loaded, only on the test items
   * @throws InputException if the run has not finished or the dataset is not the one it learnt from
   */
  public Result evaluate(HeldOut items) {
    try (StoredModel model = StoredModel.open(folder, settings, dataset)) {
      Backbone backbone = model.backbone();
      ViewEvaluation evaluation = new ViewEvaluation(settings.evaluation(), dataset.split());
      boolean comparable =
          items == HeldOut.TEST && settings.evaluation().protocol().equals(stored.protocol());
      Result result = model.result();
      return result.measured(
          ViewEvaluation.figures(evaluation.evaluate(backbone, model.own(), items)),
          model.teacher().isPresent() ? Map.of() : evaluation.singleModalities(backbone, items),
          comparable ? result.teachers() : Map.of());
    }
  }
}
