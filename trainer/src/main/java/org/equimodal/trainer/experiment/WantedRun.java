package org.equimodal.trainer.experiment;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.training.RunHashes;

/**
 * A run that an experiment needs.
 *
 * @param cell what it is for
 * @param dataset what it learns from
 * @param tuned what a search has chosen among its settings, in words; empty if nothing
 * @param settings all of them
 * @param hashes by which it is recognised
 */
public record WantedRun(
    Cell cell, DatasetFacts dataset, String tuned, Settings settings, RunHashes hashes) {

  /** What runs of one hash have in common. */
  public String hash() {
    return hashes.run();
  }

  /** The teachers that it learns from; runs that share one must not train it side by side. */
  Set<String> teachers() {
    return new TreeSet<>(hashes.teachers().values());
  }

  /** Hashes of its teachers, by modality. */
  Map<Modality, String> teacherHashes() {
    return hashes.teachers();
  }

  /** What the name of its folder begins with. */
  String folderName() {
    return String.join(
        "-", dataset.name(), cell.backbone(), cell.method().replace(':', '-'), "s" + cell.seed());
  }

  /** What it is called in messages. */
  public String label() {
    String label =
        String.join(
            " ",
            dataset.name(),
            cell.backbone(),
            cell.method(),
            "seed",
            Long.toString(cell.seed()));
    return tuned.isEmpty() ? label : label + " (" + tuned + ")";
  }
}
