package org.equimodal.datasets.preparation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.equimodal.datasets.Sha256;

/**
 * Which file it was, wherever it lay.
 *
 * @param file its name, without folders
 * @param bytes its length
 * @param sha256 the hash of its bytes, in lower-case hexadecimal
 */
record FileRecord(String file, long bytes, String sha256) {
  static FileRecord of(Path path) throws IOException {
    return new FileRecord(path.getFileName().toString(), Files.size(path), Sha256.of(path));
  }
}
