package org.equimodal.trainer.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a user says, one call a line, for tests; the backbones are {@code vbpr} and {@code toy}. */
final class Resolution {

  /** The options of both backbones; {@code vbpr} sets the first only. */
  record Model(int dimension, Mixing mixing, String note) {

    enum Mixing {
      ELEMENT_WISE,
      CONCATENATED
    }

    Model {
      if (dimension < 1) {
        throw new IllegalArgumentException("dimension must be >= 1, was " + dimension);
      }
    }
  }

  private final Path folder;
  private final List<Path> files = new ArrayList<>();
  private final List<String> sets = new ArrayList<>();
  private final List<Sources.Flag> flags = new ArrayList<>();

  /** Datasets are looked for in {@code folder/data}. */
  Resolution(Path folder) {
    this.folder = folder;
    flag("--data-dir", "dataDir", folder.resolve("data"));
  }

  /** Writes a file and passes it as {@code --config}. */
  Resolution config(String name, String yaml) {
    return config(write(name, yaml));
  }

  Resolution config(Path file) {
    files.add(file);
    return this;
  }

  Resolution set(String set) {
    sets.add(set);
    return this;
  }

  Resolution flag(String name, String key, Object value) {
    flags.add(new Sources.Flag(name, key, value));
    return this;
  }

  /** Writes {@code dataset.yaml} in the dataset's folder. */
  Resolution datasetFile(String dataset, String yaml) {
    write("data/" + dataset + "/dataset.yaml", yaml);
    return this;
  }

  Settings resolve() {
    return Configuration.resolve(
        new Sources(files, sets, flags), List.of("vbpr", "toy"), name -> Model.class);
  }

  Path write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
