package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Long-lived arrays that are made once and never change, for every step's scope to adopt. */
public final class Constants {

  private final NDManager manager;
  private final DataType type;
  private final NDList arrays = new NDList();

  /**
   * Starts with none.
   *
   * @param manager their owner, on whose device they are made
   * @param type of all floating-point values
   */
  public Constants(NDManager manager, DataType type) {
    this.manager = manager;
    this.type = type;
  }

  /** All of them so far. */
  public NDList arrays() {
    return arrays;
  }

  /** A matrix from blocks of its rows. */
  public NDArray matrix(int rows, int columns, Matrices.Rows source) {
    return kept(Matrices.upload(manager, rows, columns, type, source));
  }

  /** A vector, [values]. */
  public NDArray vector(float[] values) {
    try (NDArray borrowed = manager.create(values)) {
      return kept(borrowed.toType(type, true));
    }
  }

  /** A matrix of one row, [1, values]. */
  public NDArray row(float[] values) {
    try (NDArray vector = manager.create(values, new Shape(1, values.length))) {
      return kept(vector.toType(type, true));
    }
  }

  /** A matrix of one column, [values, 1]. */
  public NDArray column(float[] values) {
    try (NDArray vector = manager.create(values, new Shape(values.length, 1))) {
      return kept(vector.toType(type, true));
    }
  }

  /** Indices, int64 [ids]. */
  public NDArray ids(int[] ids) {
    try (NDArray borrowed = manager.create(ids)) {
      return kept(borrowed.toType(DataType.INT64, true));
    }
  }

  private NDArray kept(NDArray array) {
    arrays.add(array);
    return array;
  }
}
