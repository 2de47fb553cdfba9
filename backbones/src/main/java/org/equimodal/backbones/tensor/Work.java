package org.equimodal.backbones.tensor;

import java.util.List;

/** An operation of a training step and its gradients, by their sizes. See {@link StepWork}. */
public sealed interface Work permits MarginWork, Work.Repeatable {

  /** What the operation must do at least. */
  Cost forward();

  /** What its gradients must, one by one; empty where nothing moves. */
  List<Cost> backward();

  /** Work heavy enough to be done again alone, as a measure of what a step can cost at best. */
  sealed interface Repeatable extends Work permits EdgeWork, LinearWork {

    /**
     * Makes operands of the right shapes.
     *
     * @param operands where they come from
     * @return does the work once, forward and backward, within a scope that has adopted the
     *     operands
     */
    Runnable prepare(Operands operands);
  }
}
