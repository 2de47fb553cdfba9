package org.equimodal.trainer.serving;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.equimodal.datasets.Categories;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.RawIds;

/**
 * Items that a model has not learnt from, of which only features are known. They come after the
 * dataset's own, nobody has interacted with them, their category is one that no other item has, and
 * they are called {@code new:ROW} by their row in the files, from 0.
 */
public final class NewItems {

  private static final String OPTION = "--new-items";
  private static final String PREFIX = "new:";

  private NewItems() {}

  /**
   * Reads where features are.
   *
   * @param list such as {@code visual=V.npy,textual=T.npy}
   * @return files by the name of their modality
   * @throws InputException if it is no such list, or names a modality twice
   */
  public static Map<String, Path> files(String list) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String entry : list.split(",", -1)) {
      int equals = entry.indexOf('=');
      if (equals < 1 || equals == entry.length() - 1) {
        throw new InputException(
            "%s must be M=F.npy,..., was '%s': '%s' is no modality with its file"
                .formatted(OPTION, list, entry));
      }
      String modality = entry.substring(0, equals);
      if (files.put(modality, Path.of(entry.substring(equals + 1))) != null) {
        throw new InputException(
            "%s: modality %s is named a second time; give one file for each"
                .formatted(OPTION, modality));
      }
    }
    return files;
  }

  /**
   * The dataset with more items.
   *
   * @param known the dataset that a model learnt from
   * @param files a {@code .npy} file of features per modality, of the same items in the same order
   * @throws InputException if a modality has no file or is unknown, or the files do not fit the
   *     features or each other
   */
  public static Dataset join(Dataset known, Map<String, Path> files) {
    List<String> modalities = known.modalities().stream().map(Object::toString).toList();
    for (String modality : files.keySet()) {
      if (!modalities.contains(modality)) {
        throw new InputException(
            "%s: dataset %s has no modality '%s', only %s"
                .formatted(OPTION, known.name(), modality, String.join(", ", modalities)));
      }
    }
    List<ItemFeatures> features = new ArrayList<>();
    for (ItemFeatures own : known.features()) {
      Path file = files.get(own.modality().name());
      if (file == null) {
        throw new InputException(
            "%s: modality %s has no file; a new item is known by all its features: give %s"
                .formatted(
                    OPTION,
                    own.modality(),
                    modalities.stream()
                        .map(modality -> modality + "=F.npy")
                        .collect(Collectors.joining(","))));
      }
      if (!Files.isRegularFile(file)) {
        throw new InputException(OPTION + ": there is no file " + file);
      }
      features.add(own.followedBy(file));
    }
    int items = features.get(0).rows();
    for (ItemFeatures matrix : features) {
      if (matrix.rows() != items) {
        throw new InputException(
            "%s: %s has %d rows but %s has %d; row i of each must be the same item"
                .formatted(
                    OPTION,
                    files.get(modalities.get(0)),
                    items - known.items(),
                    files.get(matrix.modality().name()),
                    matrix.rows() - known.items()));
      }
    }
    return new Dataset(
        known.name(),
        known.split().amongItems(items),
        features,
        known.categories().map(categories -> withCategory(categories, items)),
        Optional.of(new RawIds(Ids.ofUsers(known).names(), names(known, items))));
  }

  private static Categories withCategory(Categories known, int items) {
    int[] ofItem = new int[items];
    for (int item = 0; item < items; item++) {
      ofItem[item] = item < known.ofItem().length ? known.ofItem()[item] : known.count();
    }
    List<String> names = new ArrayList<>(known.names());
    names.add(PREFIX);
    return new Categories(ofItem, names);
  }

  private static List<String> names(Dataset known, int items) {
    List<String> names = new ArrayList<>(Ids.ofItems(known).names());
    IntStream.range(0, items - known.items()).forEach(row -> names.add(PREFIX + row));
    return names;
  }
}
