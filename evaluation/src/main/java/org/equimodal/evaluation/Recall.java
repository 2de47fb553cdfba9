package org.equimodal.evaluation;

/**
 * Recall@K: the share of the held-out items among the first K. Early stopping looks at Recall@20.
 */
public final class Recall implements Metric {

  @Override
  public String name() {
    return "recall";
  }

  @Override
  public double at(Hits hits, int cutoff) {
    return (double) hits.within(cutoff) / hits.relevant();
  }
}
