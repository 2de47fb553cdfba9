package org.equimodal.trainer.config;

/** How the student is trained. */
public enum Method {
  /** The backbone's own loss alone. */
  PLAIN,
  /** Counterfactual knowledge distillation from one teacher per modality. */
  CKD
}
