package org.equimodal.trainer.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a validation found.
 *
 * @param metrics of the model's own view, by which epochs are chosen
 * @param only of its modalities alone, keyed {@code only.<modality>.<metric>}; to be looked at
 */
public record Validation(Map<String, Double> metrics, Map<String, Double> only) {

  /** The metrics by which nothing is chosen after those by which something is. */
  Map<String, Double> all() {
    Map<String, Double> all = new LinkedHashMap<>(metrics);
    all.putAll(only);
    return all;
  }
}
