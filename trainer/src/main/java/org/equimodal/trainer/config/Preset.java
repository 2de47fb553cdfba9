package org.equimodal.trainer.config;

/** Two readings of CKD; each has its file in {@code conf/presets}. */
public enum Preset {
  /** The paper's equations. */
  PAPER,
  /** The authors' released code. */
  RELEASE
}
