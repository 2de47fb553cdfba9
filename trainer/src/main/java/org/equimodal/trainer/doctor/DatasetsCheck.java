package org.equimodal.trainer.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which datasets lie in the data folder, and whether others can be made there; what is in them is
 * looked at by {@code validate}.
 *
 * @param folder where datasets given by name are looked for
 */
public record DatasetsCheck(Path folder) implements Check {

  private static final String FIX = " or name another folder with --data-dir";

  @Override
  public String name() {
    return "data";
  }

  @Override
  public Outcome look() {
    String found;
    try {
      found = found();
    } catch (IOException e) {
      return Outcome.failure(folder + " cannot be listed; check its permissions" + FIX);
    }
    return ExistingFolder.above(folder)
        .fault()
        .map(
            fault ->
                Outcome.warning(
                    "%s; nothing can be prepared or encoded there, %s; change that%s"
                        .formatted(found, fault, FIX)))
        .orElseGet(() -> Outcome.ok(found));
  }

  private String found() throws IOException {
    if (!Files.exists(folder)) {
      return "there is no folder " + folder + "; the sample is built in";
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<String> names =
          entries
              .filter(DatasetsCheck::isDataset)
              .map(entry -> entry.getFileName().toString())
              .sorted()
              .toList();
      return names.isEmpty()
          ? "no datasets in " + folder + "; the sample is built in"
          : String.join(", ", names) + " in " + folder;
    }
  }

  private static boolean isDataset(Path entry) {
    if (Files.isRegularFile(entry.resolve("5-core/train.json"))) {
      return true;
    }
    try (Stream<Path> files = Files.list(entry)) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith(".inter"));
    } catch (IOException e) {
      return false; // a file, or a folder that this user cannot read
    }
  }
}
