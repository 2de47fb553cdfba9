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
 * bears its final name. Every thread has temporary names of its own, {@code .NAME.UUID-THREAD.tmp},
 * so that of two writes at once the later one's file stays, whole. What is unfinished when Ctrl-C
 * or SIGTERM has ended the process is removed; a process that is killed may leave such a hidden
 * file behind, which nothing reads, and which may be deleted.
 */
public final class AtomicFile {

  /** Names do not change from write to write: what is to be deleted at the end is kept by name. */
  private static final UUID PROCESS = UUID.randomUUID();

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
        path.resolveSibling(
            ".%s.%s-%d.tmp".formatted(path.getFileName(), PROCESS, Thread.currentThread().getId()));
    deleteAtTheEnd(temporary);
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

  /**
   * Has the JDK delete what a signal leaves unfinished. It does so after all shutdown hooks have
   * ended, so a training that one of them waits for still saves.
   */
  private static void deleteAtTheEnd(Path temporary) {
    try {
      temporary.toFile().deleteOnExit();
    } catch (IllegalStateException e) {
      // Even that has been done: the process ends at this moment.
    }
  }

  /** Writes or replaces a text file. */
  public static void write(Path path, String text) {
    write(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
