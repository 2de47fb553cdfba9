package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** Moves the parameters of a model down the gradient of its loss. */
public interface Optimizer extends AutoCloseable {

  /** Whether it moves only what a step touches, and so wants those rows as leaves. */
  boolean isLazy();

  /**
   * Rows of a table as they are before the next step.
   *
   * @param table a parameter, [n, d] or [n]
   * @param ids which of its rows, int64 [k], distinct
   * @return [k, d] or [k], without a graph
   */
  default NDArray rows(NDArray table, NDArray ids) {
    return Kernels.rows(table.stopGradient(), ids);
  }

  /**
   * The gradients it wants. Call inside a training scope that has adopted the parameters.
   *
   * @param loss float scalar with a graph, which is freed
   * @param rows what the loss was computed of
   * @return in an order of its own
   */
  NDList gradients(NDArray loss, Rows rows);

  /**
   * The parameter that each of the gradients is of, or of whose rows.
   *
   * @param rows what the loss was computed of
   * @return in the order of {@link #gradients}
   */
  NDList parameters(Rows rows);

  /**
   * Updates the parameters in place.
   *
   * @param gradients from {@link #gradients}
   * @param rows what the loss was computed of
   */
  void step(NDList gradients, Rows rows);

  /**
   * Brings the parameters up to date, before they are used otherwise than by {@link #rows}. Call
   * inside a scope that has adopted them.
   */
  default void settle() {}

  /** The state as it is now, in a fixed order; the arrays stay the optimiser's. */
  NDList state();

  /**
   * Continues from a saved state.
   *
   * @param state arrays in the order of {@link #state}
   */
  void restore(NDList state);

  /** Frees the state; the parameters are not the optimiser's. */
  @Override
  void close();
}
