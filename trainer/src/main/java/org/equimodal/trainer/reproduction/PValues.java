package org.equimodal.trainer.reproduction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * p-values of the comparisons so far: most are the same in tables that one more run has changed.
 */
final class PValues {

  private final Map<List<MatchedRuns>, Double> known = new HashMap<>();

  /** That of one backbone. */
  double of(MatchedRuns backbone) {
    return of(List.of(backbone));
  }

  /** That of backbones together, each counting alike: {@link MatchedRuns#pValue}. */
  double of(List<MatchedRuns> backbones) {
    return known.computeIfAbsent(List.copyOf(backbones), MatchedRuns::pValue);
  }
}
