package org.equimodal.evaluation;

/** NDCG@K, standard: DCG over that of a list which starts with {@code min(|T_u|, K)} hits. */
public final class Ndcg implements Metric {

  @Override
  public String name() {
    return "ndcg";
  }

  @Override
  public double at(Hits hits, int cutoff) {
    return hits.discountedGain(cutoff) / Hits.idealGain(Math.min(hits.relevant(), cutoff));
  }
}
