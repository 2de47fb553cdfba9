package org.equimodal.distillation;

import java.util.function.Supplier;
import org.equimodal.backbones.Backbone;

/** Trainings of a model on trial: what they come to is looked at, then they are undone. */
public interface Trial {

  /** The model. */
  Backbone backbone();

  /**
   * Goes on with the training for a while, with another method and a copy of the optimiser, on the
   * batches that come next, has a look, and puts the model back to the last bit.
   *
   * @param method what is learnt meanwhile
   * @param epoch the first, from 1
   * @param epochs how many
   * @param look at the model as it has become
   * @return what was seen
   */
  <T> T after(BalancingMethod method, int epoch, int epochs, Supplier<T> look);
}
