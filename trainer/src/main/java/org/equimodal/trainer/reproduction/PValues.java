package org.equimodal.trainer.reproduction;

import java.util.HashMap;
import java.util.Map;

/**
 * p-values of the comparisons so far: most are the same in tables that one more run has changed.
 */
final class PValues {

  private final Map<MatchedRuns, Double> known = new HashMap<>();

  /** That of a comparison; NaN if there is nothing to compare. */
  double of(MatchedRuns comparison) {
    return known.computeIfAbsent(comparison, MatchedRuns::pValue);
  }
}
