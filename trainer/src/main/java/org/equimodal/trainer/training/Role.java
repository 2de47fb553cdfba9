package org.equimodal.trainer.training;

import java.util.Optional;
import org.equimodal.datasets.Modality;

/**
 * What a model is in a run. Its name decides the model's random streams, so a student's initial
 * weights and batches do not depend on how it is balanced.
 *
 * @param modality of a teacher; empty for the student
 */
public record Role(Optional<Modality> modality) {

  /** The multi-modal model. */
  public static final Role STUDENT = new Role(Optional.empty());

  /** The uni-modal model of one modality. */
  public static Role teacher(Modality modality) {
    return new Role(Optional.of(modality));
  }

  @Override
  public String toString() {
    return modality.map(m -> "teacher." + m.name()).orElse("student");
  }
}
