package org.equimodal.trainer.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which datasets lie in the data folder; what is in them is looked at by {@code validate}.
 *
 * @param folder where datasets given by name are looked for
 */
public record DatasetsCheck(Path folder) implements Check {

  @Override
  public String name() {
    return "data";
  }

  @Override
  public Outcome look() {
    if (!Files.exists(folder)) {
      return Outcome.ok("there is no folder " + folder + "; the sample is built in");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<String> names =
          entries
              .filter(DatasetsCheck::isDataset)
              .map(entry -> entry.getFileName().toString())
              .sorted()
              .toList();
      return Outcome.ok(
          names.isEmpty()
              ? "no datasets in " + folder + "; the sample is built in"
              : String.join(", ", names) + " in " + folder);
    } catch (IOException e) {
      return Outcome.failure(
          folder + " cannot be listed; check its permissions or name another with --data-dir");
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
