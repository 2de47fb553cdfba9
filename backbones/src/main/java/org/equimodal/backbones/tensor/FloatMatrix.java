package org.equimodal.backbones.tensor;

import java.io.IOException;
import java.io.OutputStream;

/** A matrix of 32-bit floats that can be written out, however large it is. */
public interface FloatMatrix {

  /** Number of rows. */
  long rows();

  /** Number of columns. */
  long columns();

  /**
   * Writes all values, row by row, each in four bytes, the lowest first.
   *
   * @throws IOException if the stream does not take them
   */
  void writeTo(OutputStream out) throws IOException;

  /** Size of what {@link #writeTo} writes. */
  default long bytes() {
    return Math.multiplyExact(Math.multiplyExact(rows(), columns()), Float.BYTES);
  }
}
