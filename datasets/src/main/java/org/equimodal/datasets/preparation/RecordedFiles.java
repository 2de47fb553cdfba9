package org.equimodal.datasets.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;
import org.equimodal.datasets.Sha256;

/**
 * The files that a preparation wrote, as its record lists them, and what became of them.
 *
 * @param folder where they were written
 * @param hashes SHA-256 by name; empty where there is no record
 */
public record RecordedFiles(Path folder, Map<String, String> hashes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FEATURES = ".npy";

  /** Those of a record's list. */
  static RecordedFiles of(Path folder, JsonNode list) {
    Map<String, String> hashes = new TreeMap<>();
    list.forEach(file -> hashes.put(file.path("file").asText(), file.path("sha256").asText()));
    return new RecordedFiles(folder, hashes);
  }

  Set<String> names() {
    return hashes.keySet();
  }

  /** Those that are there no more, in the order of their names. */
  public List<String> missing() {
    return names().stream().filter(name -> !Files.exists(folder.resolve(name))).toList();
  }

  /**
   * Those that hold other bytes by now, in the order of their names.
   *
   * @throws InputException if one cannot be read
   */
  public List<String> changed() {
    return names().stream()
        .filter(name -> Files.exists(folder.resolve(name)))
        .filter(name -> !hash(folder.resolve(name)).equals(hashes.get(name)))
        .toList();
  }

  /** Whether a file holds features that were encoded since, as the record beside them says. */
  public boolean isEncoded(String name) {
    if (!name.endsWith(FEATURES)) {
      return false;
    }
    String record = name.substring(0, name.length() - FEATURES.length()) + ".json";
    try {
      JsonNode encoding = JSON.readTree(folder.resolve(record).toFile());
      return encoding.path("sha256").asText().equals(hash(folder.resolve(name)));
    } catch (IOException e) {
      return false;
    }
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new InputException(
          "cannot read %s: %s; check its permissions".formatted(file, Reason.of(e)), e);
    }
  }
}
