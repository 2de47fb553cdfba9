package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Set;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Margins;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.Optimizer;
import org.equimodal.backbones.tensor.Rows;
import org.equimodal.datasets.Modality;

/**
 * A way to train a multimodal model: the views it needs in a step, its loss, what it does to the
 * gradients, and what it reports.
 */
public interface BalancingMethod {

  /** The view that is ranked, regularised and validated. */
  View primaryView();

  /** The student's views whose margins the loss needs, the primary view among them. */
  List<View> views();

  /**
   * Those of the views that it also needs on generic triples; empty if it needs no generic triples.
   */
  List<View> genericViews();

  /** Long-lived arrays of the method, for a step's scope to adopt. */
  NDList residents();

  /**
   * The margins that the loss of a step is made of.
   *
   * @param student margins of the views
   * @param triples int64 [3, B + G], training triples before generic ones
   * @param batch B
   */
  Compared compared(Margins student, NDArray triples, int batch);

  /**
   * The loss of a step but for L2.
   *
   * @param margins from {@link #compared}
   * @return the loss, and parts to report in the order of {@link #partNames}
   */
  LossAndParts loss(Compared margins);

  /** Names of the reported parts. */
  List<String> partNames();

  /**
   * Is told which step comes next. Before the first step of an epoch it may try out how a training
   * would go on.
   *
   * @param epoch from 1
   * @param index of the step within the epoch, from 0
   * @param trial trainings of the model that are undone
   */
  default void begin(int epoch, int index, Trial trial) {}

  /**
   * Modalities whose own parameters learn nothing from a view: there they are constants. Views that
   * differ in this share no work.
   *
   * @param view one of the views
   */
  default Set<Modality> withheld(View view) {
    return Set.of();
  }

  /** Moves the parameters; by default as the optimiser does with the gradients as they are. */
  default void descend(Descent descent) {
    descent.optimizer().step(descent.gradients(), descent.rows());
  }

  /** What it has found out by itself, for a checkpoint to save and to restore in place. */
  default NDList state() {
    return new NDList();
  }

  /**
   * A step that has been computed and not yet taken.
   *
   * @param backbone the model
   * @param optimizer of its parameters
   * @param rows what the step is about
   * @param gradients of the whole loss, in the optimiser's order
   * @param parts of the loss, in the order of {@link #partNames}
   */
  record Descent(
      Backbone backbone, Optimizer optimizer, Rows rows, NDList gradients, NDArray parts) {}

  /**
   * Margins as a DJL Loss takes them.
   *
   * @param labels the teachers', without a graph; empty if there are none
   * @param predictions the student's
   */
  record Compared(NDList labels, NDList predictions) {}

  /**
   * A loss and what it is made of.
   *
   * @param loss scalar with a graph
   * @param parts vector without one
   */
  record LossAndParts(NDArray loss, NDArray parts) {}
}
