package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.equimodal.backbones.tensor.GradientTape.Operation;

/**
 * Rows of unit length, y = x / |x|. Their gradient {@code (g - y <g, y>) / |x|} takes three passes
 * over the rows; libtorch's, of the norm and of the division, takes ten.
 */
public final class UnitRows {

  private UnitRows() {}

  /**
   * Each row divided by its Euclidean norm, or by 1e-12 if that is larger, as PyTorch's {@code
   * normalize}. A zero row stays zero; its gradient is that of the division by 1e-12, large but
   * finite, and of no effect where nothing learnt is behind it (nodes without an edge).
   *
   * @param rows float [n, d]
   * @return [n, d]
   */
  public static NDArray of(NDArray rows) {
    NDList unitAndNorms = Kernels.unitRows(rows);
    return GradientTape.record(Operation.UNIT_ROWS, unitAndNorms.get(0), rows, unitAndNorms.get(1));
  }
}
