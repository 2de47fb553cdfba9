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
    return owned(manager.create(values), type);
  }

  /** A matrix of one row, [1, values]. */
  public NDArray row(float[] values) {
    return owned(manager.create(values, new Shape(1, values.length)), type);
  }

  /** A matrix of one column, [values, 1]. */
  public NDArray column(float[] values) {
    return owned(manager.create(values, new Shape(values.length, 1)), type);
  }

  /** Indices, int64 [ids]. */
  public NDArray ids(int[] ids) {
    return owned(manager.create(ids), DataType.INT64);
  }

  /** Indices of half the size, int32 [ids], for kernels that take them. */
  NDArray shortIds(int[] ids) {
    return owned(manager.create(ids), DataType.INT32);
  }

  /** An array in memory of libtorch's: what is created from Java values borrows theirs. */
  private NDArray owned(NDArray borrowed, DataType asType) {
    try (borrowed) {
      return kept(
          borrowed.getDataType() == asType ? borrowed.duplicate() : borrowed.toType(asType, true));
    }
  }

  private NDArray kept(NDArray array) {
    arrays.add(array);
    return array;
  }
}
