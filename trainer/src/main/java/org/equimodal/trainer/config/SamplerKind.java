package org.equimodal.trainer.config;

/** How the triples of a step are drawn. */
public enum SamplerKind {
  /** Distinct users uniformly, one positive and one negative each, as in the released code. */
  USER_UNIFORM,
  /** Every training interaction once an epoch, each with one negative. */
  INTERACTION
}
