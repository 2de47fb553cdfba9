package org.equimodal.trainer.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What there is of a folder: itself, or the nearest above it in which it would be made.
 *
 * @param path the one that exists
 */
record ExistingFolder(Path path) {

  static ExistingFolder above(Path folder) {
    Path existing = folder.toAbsolutePath().normalize();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return new ExistingFolder(existing);
  }

  /** Why nothing can be written there, found by writing an empty file and deleting it. */
  Optional<String> fault() {
    if (!Files.isDirectory(path)) {
      return Optional.of(path + " is not a folder");
    }
    try {
      Files.delete(Files.createTempFile(path, ".equimodal-", ".tmp"));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(path + " cannot be written to");
    }
  }
}
