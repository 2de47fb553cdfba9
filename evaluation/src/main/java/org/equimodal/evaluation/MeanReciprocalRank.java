package org.equimodal.evaluation;

/** MRR@K: one over the rank of the first hit, 0 if it is not among the first K. */
public final class MeanReciprocalRank implements Metric {

  @Override
  public String name() {
    return "mrr";
  }

  @Override
  public double at(Hits hits, int cutoff) {
    int first = hits.first(cutoff);
    return first == 0 ? 0 : 1.0 / first;
  }
}
