package org.equimodal.trainer.serving;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.equimodal.backbones.tensor.FloatMatrix;
import org.equimodal.datasets.Sha256;

/** A folder in the making that keeps account of its files. */
final class ExportFolder {

  private final Path path;
  private final Map<String, ExportRecord.ExportedFile> files = new TreeMap<>();

  /** Writes a file's content. */
  @FunctionalInterface
  interface Content {

    /** Writes everything; the stream is closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** In a folder that is there. */
  ExportFolder(Path path) {
    this.path = path;
  }

  /**
   * Writes a file.
   *
   * @param name its path within the folder, with slashes
   */
  void write(String name, Content content) throws IOException {
    Path file = path.resolve(name);
    Path folder = file.getParent();
    if (!folder.equals(path) && Files.notExists(folder)) {
      Files.createDirectory(folder); // and none above it, where a signal may have removed all
    }
    MessageDigest digest = Sha256.digest();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      DigestOutputStream hashed = new DigestOutputStream(out, digest);
      content.writeTo(hashed);
      hashed.flush();
    }
    String hash = HexFormat.of().formatHex(digest.digest());
    files.put(name, new ExportRecord.ExportedFile(Files.size(file), hash));
  }

  /**
   * Writes a matrix as {@code .npy}.
   *
   * @param name its path within the folder, with slashes
   * @return the matrix as it is in the file
   */
  FloatMatrix writeNpy(String name, FloatMatrix matrix) throws IOException {
    write(name, out -> WrittenMatrix.write(matrix, out));
    return new WrittenMatrix(path.resolve(name), matrix.rows(), matrix.columns());
  }

  /** What was written, by name. */
  Map<String, ExportRecord.ExportedFile> files() {
    return files;
  }
}
