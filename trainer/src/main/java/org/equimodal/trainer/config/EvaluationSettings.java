package org.equimodal.trainer.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The section {@code evaluation}. The defaults are in {@code conf/defaults.yaml}.
 *
 * @param cutoffs the Ks of every metric, ascending; one of them is {@link #EARLY_STOPPING_CUTOFF}
 * @param maskValidationAtTest whether validation items are kept out of the ranking at test; the
 *     paper lets them compete
 * @param everyView whether a validation also measures each modality alone; it changes nothing else
 */
public record EvaluationSettings(
    List<Integer> cutoffs, boolean maskValidationAtTest, boolean everyView) {

  /** The K of the Recall@K that early stopping looks at, from the paper. */
  public static final int EARLY_STOPPING_CUTOFF = 20;

  /**
   * Validates the cut-offs.
   *
   * @throws IllegalArgumentException if they are not positive, distinct and ascending, or lack the
   *     one of early stopping
   */
  public EvaluationSettings {
    cutoffs = Collections.unmodifiableList(new ArrayList<>(cutoffs));
    int previous = 0;
    for (Integer cutoff : cutoffs) {
      if (cutoff == null || cutoff <= previous) {
        throw new IllegalArgumentException(
            "cutoffs must be whole numbers >= 1, ascending, each once, was " + cutoffs);
      }
      previous = cutoff;
    }
    if (!cutoffs.contains(EARLY_STOPPING_CUTOFF)) {
      throw new IllegalArgumentException(
          "cutoffs must contain " + EARLY_STOPPING_CUTOFF + " for early stopping, was " + cutoffs);
    }
  }

  /**
   * What decides which epoch is kept and how metrics come about: all but {@code everyView}. Hashes
   * of trainings are made from this text.
   */
  public String protocol() {
    return "EvaluationSettings[cutoffs="
        + cutoffs
        + ", maskValidationAtTest="
        + maskValidationAtTest
        + "]";
  }
}
