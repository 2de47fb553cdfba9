package org.equimodal.trainer.comparison;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.Manifest;
import org.equimodal.trainer.run.PerUserMetrics;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.RunFolder;

/**
 * A finished run, or a teacher in one, as its folder tells of it.
 *
 * @param path the folder as it was named
 * @param settings it was trained with
 * @param manifest what it was made from
 * @param result what came of it
 * @param perUser its test metrics
 */
record ComparedRun(
    Path path, Settings settings, Manifest manifest, Result result, PerUserMetrics perUser) {

  /**
   * All that makes two trainings one configuration; what is left are seeds.
   *
   * @param settings with seed and places made the same for all
   * @param modality of a teacher
   * @param datasetHash of split and features
   */
  record Configured(Settings settings, String modality, String datasetHash) {}

  /**
   * Reads a run.
   *
   * @throws InputException if it is none, has not finished, or is damaged
   */
  static ComparedRun read(Path path) {
    RunFolder folder = RunFolder.open(path);
    Result result = folder.readResult(); // first, for it says best that a run has not finished
    return new ComparedRun(
        path,
        Configuration.read(folder.config(), id -> Backbones.get(id).settingsType()),
        folder.readManifest(),
        result,
        folder.readPerUser());
  }

  Configured configured() {
    return new Configured(
        settings.at(".", ".", "cpu").withSeed(0), manifest.modality(), manifest.dataset().hash());
  }

  /** Backbone and method, for a teacher with its modality. */
  String name() {
    String method = result.backbone() + " " + result.method();
    return manifest.modality() == null ? method : method + " " + manifest.modality();
  }

  /** Whether both were tested on the same items of the same users. */
  private boolean isJudgedAs(ComparedRun other) {
    Manifest.DatasetDescription own = manifest.dataset();
    Manifest.DatasetDescription others = other.manifest.dataset();
    boolean sameSplit = own.split() != null && own.split().equals(others.split());
    return own.hash().equals(others.hash()) || sameSplit;
  }

  /**
   * Checks that the users' metrics of another run can be held against this one's.
   *
   * @throws InputException if they were measured otherwise, or of nobody
   */
  void requireComparable(ComparedRun other) {
    String both = "compare: " + path + " and " + other.path;
    if (!isJudgedAs(other)) {
      String name = manifest.dataset().name();
      String others = other.manifest.dataset().name();
      throw new InputException(
          both
              + " were not tested on the same items: "
              + (Objects.equals(name, others)
                  ? "they learnt from different splits of "
                      + name
                      + " (or different features, in runs too old to tell)"
                  : "one learnt from " + name + ", the other from " + others)
              + "; compare runs on one split");
    }
    if (settings.evaluation().maskValidationAtTest()
        != other.settings.evaluation().maskValidationAtTest()) {
      throw new InputException(
          both
              + " were not tested alike: evaluation.maskValidationAtTest differs; train one of them again"
              + " with the other's");
    }
    if (!Arrays.equals(perUser.users(), other.perUser.users())) {
      throw new InputException(
          both
              + " have different users in per-user.tsv ("
              + perUser.users().length
              + " and "
              + other.perUser.users().length
              + "), though they were tested on the same items; restore the file that was changed");
    }
    if (perUser.users().length == 0) {
      throw new InputException(
          "compare: no user of "
              + manifest.dataset().name()
              + " has test items, so there is nothing to compare; hold some out (x_label 2) and train again");
    }
  }
}
