package org.equimodal.trainer.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.run.AtomicFile;

/**
 * The modalities that the {@code dataset.yaml} in a dataset's folder lists. Training knows those
 * and no others, so that a new one has to be added. All else in the file stays as it is, comments
 * included.
 */
public final class ModalityListing {

  private static final String DATA = "data";
  private static final String MODALITIES = "modalities";

  private final Path file;

  /** The listing in a folder. */
  public ModalityListing(Path folder) {
    file = folder.resolve(DatasetLocation.SETTINGS_FILE);
  }

  /**
   * Whether there is one.
   *
   * @throws InputException if the file is malformed
   */
  public boolean isThere() {
    return Files.exists(file) && !listed(Yaml.read(file)).isEmpty();
  }

  /**
   * Adds a modality, unless it is listed.
   *
   * @param modality its name
   * @param features its file, relative to the folder
   * @throws InputException if the file is of a form in which there is no telling where
   */
  public void add(String modality, String features) {
    ObjectNode before = Yaml.read(file);
    if (listed(before).has(modality)) {
      return;
    }
    ObjectNode wanted = before.deepCopy();
    wanted
        .withObjectProperty(DATA)
        .withObjectProperty(MODALITIES)
        .putObject(modality)
        .put("file", features);
    String entry = modality + ": {file: " + features + "}";
    String changed;
    try {
      changed = with(entry, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!Yaml.parse(changed, file.toString()).equals(wanted)) {
      throw unclear(entry);
    }
    AtomicFile.write(file, changed);
  }

  private static JsonNode listed(ObjectNode settings) {
    return settings.path(DATA).path(MODALITIES);
  }

  /** The text with one entry more, before the others. */
  private String with(String entry, String text) {
    OptionalInt found = Yaml.startOf(text, DATA, MODALITIES);
    if (found.isEmpty()) {
      throw unclear(entry);
    }
    int start = found.getAsInt();
    if (text.charAt(start) == '{') {
      return text.substring(0, start + 1) + entry + ", " + text.substring(start + 1);
    }
    int line = text.lastIndexOf('\n', start) + 1;
    String indentation = text.substring(line, start);
    return text.substring(0, start) + entry + "\n" + indentation + text.substring(start);
  }

  private InputException unclear(String entry) {
    return new InputException(
        file + ": add the line '" + entry + "' under data.modalities, then run this again");
  }
}
