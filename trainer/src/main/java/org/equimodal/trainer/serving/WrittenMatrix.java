package org.equimodal.trainer.serving;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.equimodal.backbones.tensor.FloatMatrix;
import org.equimodal.datasets.NpyFile;

/**
 * A matrix in a {@code .npy} file that was written here: its values are taken from there as often
 * as they are needed, and not from the device again.
 */
record WrittenMatrix(Path file, long rows, long columns) implements FloatMatrix {

  /** Writes the file's content. */
  static void write(FloatMatrix matrix, OutputStream out) throws IOException {
    out.write(NpyFile.header(matrix.rows(), matrix.columns()));
    matrix.writeTo(out);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(NpyFile.header(rows, columns).length);
      in.transferTo(out);
    }
  }
}
