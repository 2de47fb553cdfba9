package org.equimodal.datasets.preparation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies in a folder. */
final class FolderBytes {
  private FolderBytes() {}

  /** Every file by its name, its bytes as characters. */
  static Map<String, String> of(Path folder) {
    Map<String, String> files = new TreeMap<>();
    for (String name : names(folder)) {
      try {
        files.put(name, Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  /** The names of everything there, sorted. */
  static List<String> names(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
