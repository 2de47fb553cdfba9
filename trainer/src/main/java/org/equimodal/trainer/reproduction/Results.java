package org.equimodal.trainer.reproduction;

import org.equimodal.trainer.experiment.CellOutcomes;
import org.equimodal.trainer.experiment.DatasetFacts;
import org.equimodal.trainer.experiment.SeedGroup;

/**
 * What the tables of one dataset are made from.
 *
 * @param request what was asked for
 * @param key the dataset as it was asked for
 * @param dataset what is known of it
 * @param outcomes of all cells so far
 * @param paper what the paper prints
 * @param pValues that were computed before
 */
record Results(
    Request request,
    String key,
    DatasetFacts dataset,
    CellOutcomes outcomes,
    PaperTables paper,
    PValues pValues) {

  /** The runs of a backbone and method on this dataset. */
  SeedGroup group(String backbone, String method) {
    return outcomes.group(key, backbone, method, request.seeds());
  }

  /** Its name, in ids of tables too. */
  String name() {
    return dataset.name();
  }

  /** How tables say over what they are averaged. */
  String overSeeds() {
    return request.seeds().size() == 1
        ? "seed " + request.seeds().get(0)
        : "mean ± sample standard deviation over " + request.seeds().size() + " seeds";
  }
}
