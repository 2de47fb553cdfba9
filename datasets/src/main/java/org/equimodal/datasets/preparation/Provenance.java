package org.equimodal.datasets.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;

/**
 * How a dataset came to be, under {@code provenance} in its {@code dataset.yaml}: the program, the
 * sources and the files made with their hashes, the settings, and what each step left. No times and
 * no folders, so that the same preparation writes the same bytes.
 */
public final class Provenance {
  /** The file it stands in. */
  public static final String FILE = "dataset.yaml";

  private static final String KEY = "provenance";
  private static final String FILES = "files";

  private static final String FEATURES = "features";

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private Provenance() {}

  /**
   * Refuses a name that is taken, but for that of an empty folder, or of a prepared dataset that is
   * to be replaced and in which nothing was put or changed since.
   *
   * @throws InputException if it is taken
   */
  static void requireReplaceable(Path target, boolean overwrite) {
    if (Files.notExists(target) || isEmptyFolder(target)) {
      return;
    }
    if (!overwrite) {
      throw new InputException(
          target + " is there already; name another folder, or replace it with --overwrite");
    }
    JsonNode settings = settings(target);
    RecordedFiles recorded = recorded(target, settings);
    if (recorded.names().isEmpty()) {
      throw new InputException(
          "%s is no dataset that was prepared (its %s has no record of it), so it is not replaced; name another folder or remove it yourself"
              .formatted(target, FILE));
    }
    requireNothingBeside(recorded.names(), target);
    requireUnchanged(recorded);
    if (hasFurtherSettings(settings)) {
      throw new InputException(
          "%s holds settings of its own in %s, so it is not replaced; take them out and keep them elsewhere, or name another folder"
              .formatted(target, FILE));
    }
  }

  private static boolean isEmptyFolder(Path target) {
    String[] names = target.toFile().list();
    return names != null && names.length == 0;
  }

  /** Whether a folder's {@code dataset.yaml} says more than how it came to be. */
  public static boolean hasFurtherSettings(Path folder) {
    return hasFurtherSettings(settings(folder));
  }

  private static boolean hasFurtherSettings(JsonNode settings) {
    WrittenSettings written = WrittenSettings.of(settings.path(KEY).path(FEATURES));
    return settings.properties().stream()
        .filter(setting -> !setting.getKey().equals(KEY))
        .anyMatch(setting -> !written.cover(setting.getKey(), setting.getValue(), YAML));
  }

  /** What a folder's record says of the files; nothing where there is none. */
  public static RecordedFiles files(Path folder) {
    return recorded(folder, settings(folder));
  }

  /** What stands in the file; nothing where there is none or it is no YAML. */
  private static JsonNode settings(Path folder) {
    try {
      return YAML.readTree(folder.resolve(FILE).toFile());
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static RecordedFiles recorded(Path folder, JsonNode settings) {
    return RecordedFiles.of(folder, settings.path(KEY).path(FILES));
  }

  private static void requireUnchanged(RecordedFiles recorded) {
    List<String> changed = recorded.changed();
    if (!changed.isEmpty()) {
      throw new InputException(
          "%s holds %s, which was changed since it was prepared, so it is not replaced; move that away or name another folder"
              .formatted(recorded.folder(), changed.get(0)));
    }
  }

  private static void requireNothingBeside(Set<String> recorded, Path folder) {
    Optional<String> other;
    try (Stream<Path> paths = Files.walk(folder)) {
      other =
          paths
              .filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
              .map(path -> folder.relativize(path).toString())
              .filter(name -> !name.equals(FILE) && !recorded.contains(name))
              .sorted()
              .findFirst();
    } catch (IOException | UncheckedIOException e) {
      throw new InputException(
          "cannot list %s: %s; check its permissions or name another folder"
              .formatted(folder, Reason.of(e)),
          e);
    }
    if (other.isPresent()) {
      throw new InputException(
          "%s holds %s, which the preparation did not write, so it is not replaced; move that away or name another folder"
              .formatted(folder, other.get()));
    }
  }

  /**
   * Writes the record of a folder that holds everything else.
   *
   * @param folder where the files are
   * @param core the core that was used
   */
  static void write(
      Path folder,
      PreparedData data,
      PreparationSettings settings,
      Core core,
      PreparationReport report)
      throws IOException {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("name", data.name());
    data.source().ifPresent(source -> record.put("source", source));
    record.put("program", settings.program());
    if (!data.reading().isEmpty()) {
      record.put("reading", data.reading());
    }
    record.put("settings", settings(settings, core, report));
    record.put("sources", files(data.files()));
    record.put("steps", report.stages());
    record.put("split", split(report));
    if (!report.features().isEmpty()) {
      record.put(FEATURES, report.features());
    }
    record.put(FILES, files(sorted(folder)));
    String text =
        WrittenSettings.of(report.features()).text()
            + "# How this dataset came to be:\n"
            + YAML.writeValueAsString(Map.of(KEY, record));
    Files.write(folder.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> settings(
      PreparationSettings settings, Core core, PreparationReport report) {
    Map<String, Object> all = new LinkedHashMap<>();
    settings.minimumRating().ifPresent(rating -> all.put("minimumRating", rating));
    all.put("duplicates", settings.duplicates().toString());
    all.put("userCore", core.users());
    all.put("itemCore", core.items());
    all.put("split", report.split());
    settings
        .split()
        .filter(SplitRule::needsShares)
        .ifPresent(rule -> all.put("shares", settings.shares()));
    all.put("seed", settings.seed());
    return all;
  }

  private static Map<String, Object> split(PreparationReport report) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put(Part.TRAIN.toString(), report.train());
    counts.put(Part.VALIDATION.toString(), report.validation());
    counts.put(Part.TEST.toString(), report.test());
    return counts;
  }

  private static List<FileRecord> files(List<Path> paths) throws IOException {
    List<FileRecord> records = new ArrayList<>();
    for (Path path : paths) {
      records.add(FileRecord.of(path));
    }
    return records;
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }
}
