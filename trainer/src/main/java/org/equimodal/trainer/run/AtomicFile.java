package org.equimodal.trainer.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.equimodal.datasets.Reason;

/**
 * Writes whole files: under a temporary name first, then renamed, so that a half-written file never
 * bears its final name. Every write has a temporary name of its own, {@code .NAME.UUID.tmp}, so
 * that of two at once the later one's file stays, whole. A process that is killed may leave such a
 * hidden file behind; nothing reads it, and it may be deleted.
 */
public final class AtomicFile {

  private AtomicFile() {}

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {

    /** Writes everything; the stream is closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes or replaces a file.
   *
   * @param path its final name
   * @param content what it holds
   */
  public static void write(Path path, Content content) {
    Path temporary =
        path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
        content.writeTo(out);
      }
      Files.move(
          temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path + ": " + Reason.of(e), e);
    } finally {
      temporary.toFile().delete(); // not there if all went well
    }
  }

  /** Writes or replaces a text file. */
  public static void write(Path path, String text) {
    write(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
