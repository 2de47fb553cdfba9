package org.equimodal.trainer.encoding;

import java.nio.file.Files;
import java.nio.file.Path;
import org.equimodal.datasets.InputException;

/**
 * Where features go.
 *
 * @param file the {@code .npy} file
 * @param announcement makes them known to the dataset, once the file is there
 */
record Destination(Path file, Runnable announcement) {

  /** What files of features end with, after the modality's name. */
  static final String SUFFIX = "_feat.npy";

  private static final String NPY = ".npy";

  /**
   * A file that no dataset need know of.
   *
   * @throws InputException if it cannot be a file of features
   */
  static Destination named(Path out) {
    Path parent = out.toAbsolutePath().getParent();
    if (!out.toString().endsWith(NPY) || Files.isDirectory(out) || !Files.isDirectory(parent)) {
      throw new InputException(
          "--out " + out + ": should be a .npy file in a folder that is there");
    }
    return new Destination(out, () -> {});
  }

  /**
   * Checks that nothing is lost.
   *
   * @throws InputException if the file is there already
   */
  void requireFree() {
    if (Files.exists(file)) {
      throw new InputException(
          file + " is there already; replace it with --overwrite, or name another file with --out");
    }
  }

  /**
   * Checks that what is written beside the file replaces only what was written so before.
   *
   * @throws InputException if there is something else
   */
  void requireOwnProvenance() {
    if (Files.exists(provenance()) && !EncodingRecord.isIn(provenance())) {
      throw new InputException(
          provenance()
              + " is there already and does not tell of an encoding; move it away, or name another file with --out");
    }
  }

  /** The folder it is in. */
  Path folder() {
    return file.toAbsolutePath().getParent();
  }

  /** How the features were made, beside them. */
  Path provenance() {
    String name = file.getFileName().toString();
    String stem = name.endsWith(NPY) ? name.substring(0, name.length() - NPY.length()) : name;
    return file.resolveSibling(stem + ".json");
  }

  /** The finished batches, beside them. */
  Path part() {
    return file.resolveSibling(file.getFileName() + PartFile.SUFFIX);
  }
}
