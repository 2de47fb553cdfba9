package org.equimodal.evaluation;

/** Hit rate@K: 1 if any of the first K is held out. */
public final class HitRate implements Metric {

  @Override
  public String name() {
    return "hitRate";
  }

  @Override
  public double at(Hits hits, int cutoff) {
    return hits.first(cutoff) == 0 ? 0 : 1;
  }
}
