package org.equimodal.trainer.config;

/** How parameters are moved. */
public enum OptimizerKind {
  /** Adam on all parameters, as in the released code. */
  ADAM,
  /** Adam that moves only the users and items of a step, for backbones without a graph. */
  LAZY_ADAM
}
