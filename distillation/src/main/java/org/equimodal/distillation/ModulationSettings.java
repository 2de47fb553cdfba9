package org.equimodal.distillation;

import java.util.Objects;

/**
 * Settings of {@link OnTheFlyGradientModulation}. The defaults are in {@code conf/defaults.yaml}.
 *
 * @param alpha how strongly a leading modality is slowed down, at least 0
 * @param score what a modality's score is the softened margin of
 * @param firstEpoch the first epoch that is modulated, counted from 0
 * @param lastEpoch the last one
 * @param apply what the coefficients are multiplied with
 * @param enhancement whether noise is added to the gradients of linear weights (OGM-GE)
 */
public record ModulationSettings(
    double alpha, Score score, int firstEpoch, int lastEpoch, Apply apply, boolean enhancement) {

  /** A margin that tells how good a modality is. */
  public enum Score {
    /** That of the modality alone. */
    ONLY,
    /** What masking it takes from the full margin, and its share of the margin of ids. */
    CONTRIBUTION
  }

  /** What a coefficient is multiplied with. */
  public enum Apply {
    /** The gradients of the modality's own parameters, as in the original. */
    GRADIENT,
    /** The optimiser's moves of them. */
    UPDATE
  }

  /**
   * Validates every number.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public ModulationSettings {
    if (!(alpha >= 0) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException("alpha must be >= 0, was " + alpha);
    }
    Objects.requireNonNull(score, "score");
    if (firstEpoch < 0) {
      throw new IllegalArgumentException("firstEpoch must be >= 0, was " + firstEpoch);
    }
    if (lastEpoch < firstEpoch) {
      throw new IllegalArgumentException(
          "lastEpoch must be >= firstEpoch (" + firstEpoch + "), was " + lastEpoch);
    }
    Objects.requireNonNull(apply, "apply");
  }
}
