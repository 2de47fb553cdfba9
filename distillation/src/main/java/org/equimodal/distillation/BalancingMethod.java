package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import org.equimodal.backbones.Margins;
import org.equimodal.backbones.View;

/**
 * A way to train a multimodal model: the views it needs in a step, its loss, and what it reports.
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
