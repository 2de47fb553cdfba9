package org.equimodal.evaluation;

/** Precision@K: hits among the first K, divided by K even where the list is shorter. */
public final class Precision implements Metric {

  @Override
  public String name() {
    return "precision";
  }

  @Override
  public double at(Hits hits, int cutoff) {
    return (double) hits.within(cutoff) / cutoff;
  }
}
