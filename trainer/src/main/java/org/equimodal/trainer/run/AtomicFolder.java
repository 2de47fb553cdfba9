package org.equimodal.trainer.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes whole folders as {@link AtomicFile} writes whole files: under a temporary name, {@code
 * .NAME.UUID.tmp}, then renamed. A folder that is replaced is put aside first, as {@code
 * .NAME.UUID.old}, and deleted last: a process that is killed in between leaves the old one there,
 * and none under the name, rather than half of the new one.
 */
public final class AtomicFolder {

  private AtomicFolder() {}

  /** Writes a folder's files. */
  @FunctionalInterface
  public interface Content {

    /** Writes everything into a folder that is there and empty. */
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Writes or replaces a folder.
   *
   * @param path its final name
   * @param content what it holds
   */
  public static void write(Path path, Content content) {
    Path absolute = path.toAbsolutePath().normalize();
    String hidden = "." + absolute.getFileName() + "." + UUID.randomUUID();
    Path temporary = absolute.resolveSibling(hidden + ".tmp");
    Path former = absolute.resolveSibling(hidden + ".old");
    try {
      try {
        Files.createDirectories(temporary);
        content.writeTo(temporary);
        replace(absolute, temporary, former);
      } finally {
        delete(temporary); // not there if all went well
      }
      delete(former);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  private static void replace(Path path, Path temporary, Path former) throws IOException {
    boolean taken = Files.exists(path);
    if (taken) {
      Files.move(path, former, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (taken) {
        Files.move(former, path, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
