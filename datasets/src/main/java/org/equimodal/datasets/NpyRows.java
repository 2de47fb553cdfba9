package org.equimodal.datasets;

import java.nio.file.Path;
import java.util.function.ObjIntConsumer;

/**
 * A matrix of features in a {@code .npy} file, read row by row; the same files as {@link
 * ItemFeatures#read} takes, but values are not checked.
 *
 * @param file the file
 */
public record NpyRows(Path file) {
  /**
   * Number of columns by the file's header.
   *
   * @throws InputException if the file is missing, damaged or of another type
   */
  public int columns() {
    return (int) NpyMatrix.header(file).shape()[1];
  }

  /**
   * Gives every row with its index, from 0, in sequence.
   *
   * @param taker takes a row, which may be reused afterwards
   * @throws InputException if the file is missing, damaged or of another type
   */
  public void forEach(ObjIntConsumer<float[]> taker) {
    NpyMatrix.forEachRow(file, taker);
  }
}
