package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Brings matrices of any size to the device: DJL imports at most 2 GiB in one call, so larger ones
 * travel in blocks of rows.
 */
public final class Matrices {

  /** Values in a block: 16 MiB, so that little memory outside the heap waits for its collection. */
  private static final int BLOCK_VALUES = 1 << 22;

  private Matrices() {}

  /** Gives rows of a matrix. */
  @FunctionalInterface
  public interface Rows {

    /**
     * Rows {@code start} to {@code start + count}, row-major. Called in ascending order.
     *
     * @param start first row
     * @param count number of rows
     * @return {@code count * columns} values
     */
    float[] block(int start, int count);
  }

  /**
   * Uploads a matrix.
   *
   * @param manager owner of the result, on whose device it is made
   * @param rows number of rows
   * @param columns number of columns
   * @param type type of the result
   * @param source its values
   * @return the matrix, [rows, columns]
   */
  public static NDArray upload(
      NDManager manager, int rows, int columns, DataType type, Rows source) {
    NDArray matrix = manager.create(new Shape(rows, columns), type);
    int rowsPerBlock = Math.max(1, Math.min(rows, BLOCK_VALUES / columns));
    for (int start = 0; start < rows; start += rowsPerBlock) {
      int count = Math.min(rowsPerBlock, rows - start);
      try (NDManager scratch = manager.newSubManager()) {
        NDArray block = scratch.create(source.block(start, count), new Shape(count, columns));
        NDArray target = matrix.get(new NDIndex(start + ":" + (start + count)));
        target.attach(scratch);
        Kernels.copy(new NDList(block), new NDList(target));
      }
    }
    return matrix;
  }
}
