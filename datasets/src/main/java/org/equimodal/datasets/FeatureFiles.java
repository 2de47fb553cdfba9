package org.equimodal.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The feature files of a dataset, found and checked to fit each other and the interactions.
 *
 * @param files in the order of the modalities; only those that are there
 */
record FeatureFiles(List<FeatureFile> files) {
  private static final String ROW_RULE = "row i is item i";

  /** Finds them. */
  static FeatureFiles find(
      String name, Path folder, DataSettings settings, FolderLayout layout, Problems problems) {
    boolean configured = !settings.modalities().isEmpty();
    Map<String, String> names =
        new LinkedHashMap<>(configured ? configured(settings) : layout.featureFiles(folder));
    List<String> missing =
        names.values().stream().filter(file -> !Files.isRegularFile(folder.resolve(file))).toList();
    if (missing.size() == names.size()) {
      String expected =
          names.isEmpty()
              ? "one <modality>_feat.npy per modality, such as image_feat.npy and text_feat.npy,"
              : String.join(" and ", names.values());
      problems.fault(
          new InputException(
              "dataset %s has no features: expected %s in %s; put them there (%s) or name the files under data.modalities"
                  .formatted(name, expected, folder, ROW_RULE)));
    } else if (!missing.isEmpty()) {
      problems.fault(
          new InputException(
              "dataset %s: %s does not exist in %s; put it there or name only the files there are under data.modalities"
                  .formatted(name, String.join(" and ", missing), folder)));
    }
    names.values().removeAll(missing);
    List<FeatureFile> files = new ArrayList<>();
    names.forEach(
        (modality, file) -> {
          try {
            files.add(
                new FeatureFile(
                    new Modality(files.size(), modality),
                    folder.resolve(file),
                    settings.standardizes(modality)));
          } catch (InputException e) {
            problems.fault(e);
          }
        });
    return new FeatureFiles(files);
  }

  /** Those at the given places, as they are. */
  static FeatureFiles of(Map<String, Path> paths) {
    List<FeatureFile> files = new ArrayList<>();
    paths.forEach(
        (modality, path) ->
            files.add(new FeatureFile(new Modality(files.size(), modality), path, false)));
    return new FeatureFiles(files);
  }

  /** The file of every modality that the settings name, be it there or not. */
  static Map<String, String> configured(DataSettings settings) {
    Map<String, String> files = new LinkedHashMap<>();
    settings
        .modalities()
        .forEach(
            (modality, own) ->
                files.put(modality, own.file() == null ? modality + "_feat.npy" : own.file()));
    return files;
  }

  /**
   * Compares numbers of rows by the files' headers, before any matrix is read.
   *
   * @param interactions none if they could not be read
   * @return the files whose header can be read
   */
  List<FeatureFile> fitting(Optional<LabelledInteractions> interactions, Problems problems) {
    List<FeatureFile> readable = new ArrayList<>();
    OptionalInt rows = OptionalInt.empty();
    for (FeatureFile file : files) {
      try {
        int own = file.rows();
        if (rows.isPresent() && own != rows.getAsInt()) {
          problems.fault(
              new InputException(
                  "%s has %d rows but %s has %d: every modality needs one row per item, %s; write the files again from one list of items"
                      .formatted(
                          readable.get(0).path(), rows.getAsInt(), file.path(), own, ROW_RULE)));
        }
        rows = rows.isPresent() ? rows : OptionalInt.of(own);
        readable.add(file);
      } catch (InputException e) {
        problems.fault(e);
      }
    }
    if (!readable.isEmpty() && interactions.isPresent()) {
      checkRows(readable.get(0).path(), rows.getAsInt(), interactions.get(), problems);
    }
    return readable;
  }

  private static void checkRows(
      Path file, int rows, LabelledInteractions interactions, Problems problems) {
    boolean enough = interactions.checkItemsBelow(rows, file.toString(), problems);
    if (enough && rows != interactions.items()) {
      problems.fault(
          new InputException(
              "%s has %d rows but the interactions name %d items, 0 to %d: %s; remove the surplus rows or use the interactions the features were made for"
                  .formatted(
                      file, rows, interactions.items(), interactions.items() - 1, ROW_RULE)));
    }
  }
}
