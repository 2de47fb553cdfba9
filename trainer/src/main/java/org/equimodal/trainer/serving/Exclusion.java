package org.equimodal.trainer.serving;

import java.util.List;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Split;

/** Which items a user has seen, and is not recommended. */
public enum Exclusion {
  /** Those the model learnt from: what an evaluation leaves out. */
  TRAIN,
  /** All that are known: those of validation and test as well. */
  ALL;

  /** The items left out. */
  public List<Interactions> of(Split split) {
    return switch (this) {
      case TRAIN -> List.of(split.train());
      case ALL -> List.of(split.train(), split.validation(), split.test());
    };
  }
}
