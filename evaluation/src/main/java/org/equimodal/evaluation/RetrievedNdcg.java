package org.equimodal.evaluation;

/**
 * NDCG@K as in the released code of CKD, and the one to compare with the paper's Table 1: the ideal
 * list starts with as many hits as were retrieved, not with as many as are held out. Never below
 * {@link Ndcg}, and equal to it for users with one held-out item; 0 without a hit.
 */
public final class RetrievedNdcg implements Metric {

  @Override
  public String name() {
    return "ndcgRetrieved";
  }

  @Override
  public double at(Hits hits, int cutoff) {
    int retrieved = hits.within(cutoff);
    return retrieved == 0 ? 0 : hits.discountedGain(cutoff) / Hits.idealGain(retrieved);
  }
}
