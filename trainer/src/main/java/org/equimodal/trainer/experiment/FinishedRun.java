package org.equimodal.trainer.experiment;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.report.Chart;
import org.equimodal.trainer.report.EpochCurve;
import org.equimodal.trainer.run.Manifest;
import org.equimodal.trainer.run.PerUserMetrics;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.RunFolder;

/** A run with a result, as tables and charts read it. */
public final class FinishedRun {

  private final RunFolder folder;
  private final Result result;
  private final Map<String, PerUserMetrics> perUser = new HashMap<>();

  /**
   * Reads its result.
   *
   * @throws InputException if that cannot be
   */
  public FinishedRun(RunFolder folder) {
    this.folder = folder;
    this.result = folder.readResult();
  }

  /** Its folder. */
  public Path path() {
    return folder.path();
  }

  /** What it came to. */
  public Result result() {
    return result;
  }

  /** A metric on the test items with all modalities; NaN if the run did not measure it. */
  public double test(String metric) {
    return value(result.test(), metric);
  }

  /** The same of the model shown one modality alone. */
  public double testOfView(String modality, String metric) {
    return of(result.views(), modality, metric);
  }

  /** The same of a modality's teacher. */
  public double testOfTeacher(String modality, String metric) {
    return of(result.teachers(), modality, metric);
  }

  /** A metric of the best epoch on the validation items; NaN if there is none. */
  public double validation(String metric) {
    return value(result.validation(), metric);
  }

  private static double of(Map<String, Result.Tested> tested, String modality, String metric) {
    return tested.containsKey(modality) ? value(tested.get(modality).test(), metric) : Double.NaN;
  }

  private static double value(Map<String, ? extends Number> metrics, String metric) {
    Number value = metrics.get(metric);
    return value == null ? Double.NaN : value.doubleValue();
  }

  /**
   * A metric of every user with test items, and nothing else that was measured of them.
   *
   * @throws InputException if {@code per-user.tsv} does not hold it
   */
  public PerUserMetrics perUser(String metric) {
    return perUser.computeIfAbsent(metric, this::readPerUser);
  }

  private PerUserMetrics readPerUser(String metric) {
    PerUserMetrics metrics = folder.readPerUser();
    if (!metrics.metrics().contains(metric)) {
      throw new InputException(
          folder.path() + ": per-user.tsv has no column " + metric + "; train the run again");
    }
    return metrics.only(metric);
  }

  /** A figure by epoch, of the epochs that have it: {@code validation.recall@20}. */
  public List<Chart.Point> curve(String key) {
    return EpochCurve.of(folder.readMetrics(), key);
  }

  /** The same of the teacher that the run learnt from, wherever that is; empty if it had none. */
  public List<Chart.Point> curveOfTeacher(String modality, String key) {
    Manifest.TeacherReference teacher = folder.readManifest().teachers().get(modality);
    return Optional.ofNullable(teacher)
        .map(reference -> RunFolder.at(folder.path().resolve(reference.path()).normalize()))
        .map(run -> EpochCurve.of(run.readMetrics(), key))
        .orElse(List.of());
  }
}
