package org.equimodal.datasets.preparation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.equimodal.datasets.InputException;

/**
 * How a dataset came to be, under {@code provenance} in its {@code dataset.yaml}: the program, the
 * sources and the files made with their hashes, the settings, and what each step left. No times and
 * no folders, so that the same preparation writes the same bytes.
 */
final class Provenance {
  /** The file it stands in. */
  static final String FILE = "dataset.yaml";

  private static final String KEY = "provenance";

  /** Says what is the default, so that settings known for a dataset's name do not name files. */
  private static final String HEAD =
      """
      # Every <modality>_feat.npy in this folder is a modality. Further settings may stand beside this one.
      data: {modalities: {}}
      # How this dataset came to be:
      """;

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private Provenance() {}

  /** Whether a folder holds a dataset with such a record. */
  static boolean isIn(Path folder) {
    try (Stream<String> lines = Files.lines(folder.resolve(FILE))) {
      return lines.anyMatch(line -> line.startsWith(KEY + ":"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /**
   * Refuses a name that is taken, but for that of a prepared dataset that is to be replaced.
   *
   * @throws InputException if it is taken
   */
  static void requireReplaceable(Path target, boolean overwrite) {
    if (Files.notExists(target)) {
      return;
    }
    if (!overwrite) {
      throw new InputException(
          target + " is there already; name another folder, or replace it with --overwrite");
    }
    if (!isIn(target)) {
      throw new InputException(
          "%s is no dataset that was prepared (its %s has no record of it), so it is not replaced; name another folder or remove it yourself"
              .formatted(target, FILE));
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
    record.put("settings", settings(settings, core, report));
    List<Path> sources = new ArrayList<>(data.interactions().files());
    data.content().ifPresent(content -> sources.addAll(content.files()));
    record.put("sources", files(sources.stream().distinct().toList()));
    record.put("steps", report.stages());
    record.put("split", split(report));
    if (!report.features().isEmpty()) {
      record.put("features", report.features());
    }
    record.put("files", files(sorted(folder)));
    String text = HEAD + YAML.writeValueAsString(Map.of(KEY, record));
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
