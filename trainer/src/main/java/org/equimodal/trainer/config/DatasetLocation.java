package org.equimodal.trainer.config;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.equimodal.datasets.InputException;

/**
 * Where a dataset is.
 *
 * @param name the last element of its folder's path, or the name of the built-in
 * @param folder its folder, absent for a built-in
 */
public record DatasetLocation(String name, Optional<Path> folder) {

  /** The datasets that need no files. */
  public static final List<String> BUILT_IN = List.of("sample");

  /** What a dataset's own settings are called in its folder. */
  static final String SETTINGS_FILE = "dataset.yaml";

  /**
   * Finds a dataset: a folder, else a folder below {@code dataDir}, else a built-in. A text with a
   * path separator can only be a folder.
   *
   * @throws InputException if it is none of these
   */
  public static DatasetLocation find(String dataset, String dataDir) {
    if (dataset.isBlank()) {
      throw Faults.at("dataset", "must not be empty");
    }
    Path direct = path("dataset", dataset);
    if (Files.isDirectory(direct)) {
      return at(direct);
    }
    if (dataset.contains("/") || dataset.contains(File.separator)) {
      throw Faults.at("dataset", "there is no folder " + dataset);
    }
    Path below = path("dataDir", dataDir).resolve(dataset);
    if (Files.isDirectory(below)) {
      return at(below);
    }
    if (BUILT_IN.contains(dataset)) {
      return new DatasetLocation(dataset, Optional.empty());
    }
    throw Faults.at(
        "dataset",
        "'%s' is no folder, nor is %s, nor is it built in (%s is)"
            .formatted(dataset, below, String.join(", ", BUILT_IN)));
  }

  private static DatasetLocation at(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    if (last == null) {
      throw Faults.at("dataset", "the root of a file system has no name to call the dataset by");
    }
    return new DatasetLocation(last.toString(), Optional.of(folder));
  }

  private static Path path(String key, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw Faults.at(key, "is not a path: " + e.getReason());
    }
  }
}
