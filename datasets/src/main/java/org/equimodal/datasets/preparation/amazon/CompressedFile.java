package org.equimodal.datasets.preparation.amazon;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;

/** A text file that may be compressed by gzip: its first two bytes say, its name does not. */
final class CompressedFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private CompressedFile() {}

  /** The text's bytes. */
  static InputStream open(Path file) throws IOException {
    InputStream stored = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      stored.mark(2);
      boolean compressed = stored.read() == 0x1F && stored.read() == 0x8B;
      stored.reset();
      return compressed ? new GZIPInputStream(stored, BUFFER_BYTES) : stored;
    } catch (IOException e) {
      stored.close();
      throw e;
    }
  }

  /** What to tell the user when the file cannot be read. */
  static InputException unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new InputException(file + " does not exist; name the file as it lies on the disk", e);
    }
    if (e instanceof EOFException) {
      return new InputException(
          file + " is cut short: its compressed data end too early; download it again", e);
    }
    if (e instanceof ZipException) {
      return new InputException(
          "%s is damaged: %s; download it again".formatted(file, Reason.of(e)), e);
    }
    return new InputException(
        "cannot read " + file + ": " + Reason.of(e) + "; check the file and its permissions", e);
  }
}
