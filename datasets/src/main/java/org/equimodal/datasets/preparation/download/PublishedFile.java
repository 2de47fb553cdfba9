package org.equimodal.datasets.preparation.download;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

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
   * What is wrong with its content: another checksum than is published, or compressed data that do
   * not agree with the checksum and length that they end with (RFC 1952, section 2.3.1).
   *
   * @param copy to be published under its name
   * @return the rest of a sentence about the file; absent if nothing is wrong
   */
  Optional<String> fault(Path copy) throws IOException {
    if (checksum.isPresent()) {
      Checksum published = checksum.get();
      Checksum actual = published.of(copy);
      if (!actual.equals(published)) {
        return Optional.of("has %s, but %s is published".formatted(actual, published));
      }
    }
    return name.endsWith(COMPRESSED) ? damage(copy) : Optional.empty();
  }

  private static Optional<String> damage(Path copy) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(copy));
        InputStream content = new GZIPInputStream(bytes)) {
      content.transferTo(OutputStream.nullOutputStream());
      return Optional.empty();
    } catch (ZipException | EOFException e) {
      return Optional.of("came as no whole gzip file");
    }
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
