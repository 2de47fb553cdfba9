package org.equimodal.datasets.preparation.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A checksum as a file's publisher gives it.
 *
 * @param algorithm as Java names it, for instance {@code MD5}
 * @param hexadecimal the checksum in lower case
 */
public record Checksum(String algorithm, String hexadecimal) {

  /** The checksum that a file really has, by the same algorithm. */
  Checksum of(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("Java has no checksum " + algorithm, e);
    }
  }

  @Override
  public String toString() {
    return algorithm + " " + hexadecimal;
  }
}
