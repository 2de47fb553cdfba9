package org.equimodal.datasets.preparation.download;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of a public dataset.
 *
 * @param name its name on the disk
 * @param address where it is published
 * @param checksum of its content, where one is published
 */
public record PublishedFile(String name, URI address, Optional<Checksum> checksum) {
  private static final String COMPRESSED = ".gz";

  /** A file without a published checksum. */
  public static PublishedFile of(String name, URI address) {
    return new PublishedFile(name, address, Optional.empty());
  }

  /**
   * Where the file lies in a folder, or, if only that is there, the file without its {@code .gz}.
   */
  public Path in(Path folder) {
    Path file = folder.resolve(name);
    if (name.endsWith(COMPRESSED) && !Files.exists(file)) {
      Path plain = folder.resolve(name.substring(0, name.length() - COMPRESSED.length()));
      return Files.isRegularFile(plain) ? plain : file;
    }
    return file;
  }
}
