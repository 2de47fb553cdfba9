package org.equimodal.trainer.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** The method that a name begins with: CKD for {@code ckd} and {@code ckd:kl}; empty if none. */
  public static Optional<Method> named(String name) {
    String own = name.split(":", 2)[0];
    return Stream.of(values()).filter(method -> method.toString().equals(own)).findFirst();
  }

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
