package org.equimodal.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the feature files of a dataset, checks that they fit each other and the interactions, and
 * reads them.
 */
final class FeatureFiles {
  private static final String ROW_RULE = "row i is item i";

  /** One modality's file. */
  private record Source(Modality modality, Path path, boolean standardize) {}

  private FeatureFiles() {}

  static List<ItemFeatures> read(
      String name,
      Path folder,
      DataSettings settings,
      FolderLayout layout,
      LabelledInteractions interactions) {
    List<Source> sources = find(name, folder, settings, layout);
    checkRows(sources, interactions);
    List<ItemFeatures> features = new ArrayList<>();
    for (Source source : sources) {
      features.add(ItemFeatures.read(source.modality(), source.path(), source.standardize()));
    }
    return features;
  }

  private static List<Source> find(
      String name, Path folder, DataSettings settings, FolderLayout layout) {
    boolean configured = !settings.modalities().isEmpty();
    Map<String, String> files = configured ? configured(settings) : layout.featureFiles(folder);
    List<String> missing =
        files.values().stream().filter(file -> !Files.isRegularFile(folder.resolve(file))).toList();
    if (missing.size() == files.size()) {
      String expected =
          files.isEmpty()
              ? "one <modality>_feat.npy per modality, such as image_feat.npy and text_feat.npy,"
              : String.join(" and ", files.values());
      throw new InputException(
          "dataset %s has no features: expected %s in %s; put them there (%s) or name the files under data.modalities"
              .formatted(name, expected, folder, ROW_RULE));
    }
    if (!missing.isEmpty()) {
      throw new InputException(
          "dataset %s: %s does not exist in %s; put it there or name only the files there are under data.modalities"
              .formatted(name, String.join(" and ", missing), folder));
    }
    List<Source> sources = new ArrayList<>();
    files.forEach(
        (modality, file) -> {
          ModalitySettings own = settings.modalities().get(modality);
          boolean standardize =
              (own == null || own.standardize() == null)
                  ? settings.standardize()
                  : own.standardize();
          sources.add(
              new Source(
                  new Modality(sources.size(), modality), folder.resolve(file), standardize));
        });
    return sources;
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

  /** Compares numbers of rows by the files' headers, before any matrix is read. */
  private static void checkRows(List<Source> sources, LabelledInteractions interactions) {
    Source first = sources.get(0);
    int rows = rows(first);
    for (Source source : sources) {
      if (rows(source) != rows) {
        throw new InputException(
            "%s has %d rows but %s has %d: every modality needs one row per item, %s; write the files again from one list of items"
                .formatted(first.path(), rows, source.path(), rows(source), ROW_RULE));
      }
    }
    interactions.requireItemsBelow(rows, first.path().toString());
    if (rows != interactions.items()) {
      throw new InputException(
          "%s has %d rows but the interactions name %d items, 0 to %d: %s; remove the surplus rows or use the interactions the features were made for"
              .formatted(
                  first.path(), rows, interactions.items(), interactions.items() - 1, ROW_RULE));
    }
  }

  private static int rows(Source source) {
    return NpyMatrix.rows(source.path());
  }
}
