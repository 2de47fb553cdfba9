package org.equimodal.trainer.config;

import java.util.Locale;

/**
 * How the student is trained. {@link MethodVariants} lists the names under which users ask for it.
 */
public enum Method {
  /** The backbone's own loss alone. */
  PLAIN,
  /** Counterfactual knowledge distillation from one teacher per modality. */
  CKD,
  /** Gradient blending: uni-modal losses beside the joint one, weighted by how they generalise. */
  GB,
  /** On-the-fly gradient modulation: a modality that is ahead learns slower. */
  OGM;

  /** Whether it needs a teacher per modality. */
  public boolean hasTeachers() {
    return this == CKD;
  }

  /** Its name in configurations. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
