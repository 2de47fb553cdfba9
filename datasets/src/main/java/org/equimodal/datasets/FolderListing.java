package org.equimodal.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The names of the files of a folder. */
final class FolderListing {
  private FolderListing() {}

  /** Names of the regular files that end with the suffix and have something before it, sorted. */
  static List<String> endingWith(Path folder, String suffix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(suffix) && file.length() > suffix.length())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InputException(
          "cannot list " + folder + ": " + Reason.of(e) + "; check the folder and its permissions",
          e);
    }
  }
}
