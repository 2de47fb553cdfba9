package org.equimodal.trainer.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.equimodal.trainer.config.Settings;

/**
 * A backbone to be measured.
 *
 * @param label what it is called in the report
 * @param settings backbone, batch and CKD settings
 */
public record Candidate(String label, Settings settings) {

  /**
   * What must be equal for figures to be comparable.
   *
   * @param of the label
   * @param backbone its id
   * @param model its options
   * @param batch training triples in a step
   * @param generic generic triples in a CKD step, if it has any
   */
  public record Description(String of, String backbone, JsonNode model, int batch, int generic) {}

  Description description() {
    return new Description(
        label,
        settings.backbone(),
        settings.model(),
        settings.training().batchSize(),
        settings.ckd().genericTriples());
  }

  static List<Description> descriptions(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::description).toList();
  }
}
