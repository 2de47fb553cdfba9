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
 * @param recordBytes the length of its records, of which it holds some and nothing else; 1 where it
 *     has none of one length
 */
public record PublishedFile(
    String name, URI address, Optional<Checksum> checksum, int recordBytes) {
  private static final String COMPRESSED = ".gz";

  /** A file of which no more is known. */
  public static PublishedFile of(String name, URI address) {
    return new PublishedFile(name, address, Optional.empty(), 1);
  }

  /** The same with a published checksum. */
  public PublishedFile withChecksum(Checksum published) {
    return new PublishedFile(name, address, Optional.of(published), recordBytes);
  }

  /** The same with records of one length. */
  public PublishedFile withRecords(int bytes) {
    return new PublishedFile(name, address, checksum, bytes);
  }

  /**
   * What is wrong with its content: another checksum than is published, compressed data that do not
   * agree with the checksum and length that they end with (RFC 1952, section 2.3.1), a record that
   * is cut short, or nothing at all.
   *
   * @param copy published under its name, or, without its {@code .gz}, no longer compressed, of
   *     which nothing is known
   * @return the rest of a sentence about the file; absent if nothing is wrong
   */
  Optional<String> fault(Path copy) throws IOException {
    Optional<String> unpacked = unpacked();
    if (unpacked.isPresent() && copy.endsWith(unpacked.get())) {
      return Optional.empty();
    }
    if (checksum.isPresent()) {
      Checksum published = checksum.get();
      Checksum actual = published.of(copy);
      if (!actual.equals(published)) {
        return Optional.of("has %s, but %s is published".formatted(actual, published));
      }
    }
    long bytes = Files.size(copy);
    if (bytes == 0) {
      return Optional.of("is empty");
    }
    if (bytes % recordBytes > 0) {
      return Optional.of(
          "has %d bytes, but should hold whole records of %d".formatted(bytes, recordBytes));
    }
    return unpacked.isPresent() ? damage(copy) : Optional.empty();
  }

  private static Optional<String> damage(Path copy) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(copy));
        InputStream content = new GZIPInputStream(bytes)) {
      content.transferTo(OutputStream.nullOutputStream());
      return Optional.empty();
    } catch (ZipException | EOFException e) {
      return Optional.of("is no whole gzip file");
    }
  }

  /**
   * Where the file lies in a folder, or, if only that is there, the file without its {@code .gz}.
   */
  public Path in(Path folder) {
    Path file = folder.resolve(name);
    return unpacked()
        .map(folder::resolve)
        .filter(plain -> !Files.exists(file) && Files.isRegularFile(plain))
        .orElse(file);
  }

  /** Its name once it is no longer compressed; absent if it never is. */
  private Optional<String> unpacked() {
    return name.endsWith(COMPRESSED)
        ? Optional.of(name.substring(0, name.length() - COMPRESSED.length()))
        : Optional.empty();
  }
}
