package org.equimodal.datasets;

/** What every sampler demands of its arguments. */
final class SamplerChecks {
  private SamplerChecks() {}

  static int batchSize(int triples) {
    if (triples < 1) {
      throw new IllegalArgumentException("a batch needs at least 1 triple, was " + triples);
    }
    return triples;
  }

  static UserPool notEmpty(UserPool pool, Interactions train) {
    if (pool.size() == 0) {
      throw new InputException(
          "nothing to sample from "
              + train
              + ": no user has the training items and the items left as negatives that a triple needs;"
              + " add users, items or interactions");
    }
    return pool;
  }
}
