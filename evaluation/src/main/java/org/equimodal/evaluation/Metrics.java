package org.equimodal.evaluation;

import java.util.List;

/** The metrics there are, in the order of results. */
public final class Metrics {

  private static final List<Metric> ALL =
      List.of(
          new Recall(),
          new Ndcg(),
          new RetrievedNdcg(),
          new Precision(),
          new HitRate(),
          new MeanReciprocalRank());

  private Metrics() {}

  /** Every metric. */
  public static List<Metric> all() {
    return ALL;
  }
}
