package org.equimodal.backbones.graph;

import ai.djl.ndarray.NDArray;
import org.equimodal.backbones.tensor.Edges;

/**
 * A constant sparse matrix on the device.
 *
 * @param edges its non-zero entries, a target for each row and a source for each column
 * @param weights their values, [edges]
 */
public record SparseMatrix(Edges edges, NDArray weights) {

  /**
   * The product with a dense matrix.
   *
   * @param rows [columns of this, d]
   * @return [rows of this, d]
   */
  public NDArray times(NDArray rows) {
    return edges.sum(weights, rows);
  }
}
