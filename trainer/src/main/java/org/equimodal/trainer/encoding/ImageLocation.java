package org.equimodal.trainer.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.ItemDescription;

/**
 * Where an image is: a file, or an address on the network. Nothing but an address that begins with
 * {@code http://} or {@code https://} makes anybody ask the network.
 *
 * @param text as it was written
 * @param folder that a relative file is in
 */
record ImageLocation(String text, Path folder) {

  private static final int MOST_BYTES = 1 << 26;

  static ImageLocation of(String text, Path folder) {
    return new ImageLocation(text, folder);
  }

  /** Whether it takes the network to read it. */
  boolean isAddress() {
    return ItemDescription.isAddress(text);
  }

  /**
   * The image's bytes.
   *
   * @param download how they are brought from the network
   * @throws UnreadableImageException if there are none, or more than 64 MiB
   * @throws InputException if the network fails, and that is to end the encoding
   */
  byte[] read(ImageDownload download) throws UnreadableImageException {
    try {
      if (isAddress()) {
        return download.read(text);
      }
      try (InputStream in = Files.newInputStream(file())) {
        return bytes(in);
      }
    } catch (NoSuchFileException e) {
      throw new UnreadableImageException("there is no such file", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new UnreadableImageException("it cannot be read: " + e.getMessage(), e);
    }
  }

  /** All of a stream, if it is not too much. */
  static byte[] bytes(InputStream in) throws IOException, UnreadableImageException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new UnreadableImageException("it is larger than 64 MiB");
    }
    return bytes;
  }

  /** Of a file its hash, of an address the address; something else where there is no file. */
  String fingerprint() {
    if (isAddress()) {
      return text;
    }
    try {
      return Files.isRegularFile(file()) ? FileHash.of(file()) : "missing " + text;
    } catch (InvalidPathException | InputException e) {
      return "unreadable " + text;
    }
  }

  /**
   * The file.
   *
   * @throws InvalidPathException if the text cannot be one
   */
  Path file() {
    return folder.resolve(text);
  }
}
