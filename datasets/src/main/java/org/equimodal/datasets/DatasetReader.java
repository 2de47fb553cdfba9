package org.equimodal.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a dataset from a folder, in the layout of MMRec or of LATTICE (see {@link
 * DataSettings.Layout}).
 *
 * <p>Both layouts use dense ids from 0; the numbers of users and items are the largest ids plus
 * one, and row i of every feature file is item i. Beside them may stand {@code categories.tsv}
 * (itemID, category), {@code items.tsv} (itemID, name) and {@code users.tsv} (userID, name),
 * tab-separated, UTF-8, with a header.
 */
public final class DatasetReader {
  private static final Logger LOGGER = LoggerFactory.getLogger(DatasetReader.class);

  private DatasetReader() {}

  /**
   * Reads everything.
   *
   * @param name the dataset's name; in the MMRec layout also that of its {@code .inter} file
   * @param folder the folder with its files
   * @throws InputException if something is missing, damaged or contradicts itself
   */
  public static Dataset read(String name, Path folder, DataSettings settings) {
    FolderLayout layout = layout(name, folder, settings);
    Problems problems = Problems.strict(LOGGER);
    LabelledInteractions interactions = layout.interactions(name, folder, settings, problems);
    Split split =
        interactions.checkedSplit(
            layout.interactionSource(name, folder, settings).toString(), problems);
    FeatureFiles files = FeatureFiles.find(name, folder, settings, layout, problems);
    List<ItemFeatures> features =
        files.fitting(Optional.of(interactions), problems).stream()
            .map(file -> file.read(problems))
            .toList();
    return new Dataset(
        name,
        split,
        features,
        SideTables.categories(folder, settings, split.items(), problems),
        SideTables.rawIds(folder, split.users(), split.items(), problems));
  }

  /**
   * Reads the interactions alone, for datasets whose features are to be computed, generated or left
   * out.
   *
   * @throws InputException if something is missing, damaged or contradicts itself
   */
  public static Split readSplit(String name, Path folder, DataSettings settings) {
    FolderLayout layout = layout(name, folder, settings);
    Problems problems = Problems.strict(LOGGER);
    return layout
        .interactions(name, folder, settings, problems)
        .checkedSplit(layout.interactionSource(name, folder, settings).toString(), problems);
  }

  /**
   * The file or folder that holds the interactions.
   *
   * @throws InputException if it is missing
   */
  public static Path interactionSource(String name, Path folder, DataSettings settings) {
    return layout(name, folder, settings).interactionSource(name, folder, settings);
  }

  /**
   * The feature files that are there without being named by settings, by modality, in the
   * modalities' order.
   *
   * @throws InputException if the folder is missing, or a file has not one row per item of the
   *     interactions
   */
  public static Map<String, Path> featureFiles(String name, Path folder, DataSettings settings) {
    FolderLayout layout = layout(name, folder, settings);
    Map<String, Path> files = new LinkedHashMap<>();
    layout
        .featureFiles(folder)
        .forEach(
            (modality, file) -> {
              if (Files.isRegularFile(folder.resolve(file))) {
                files.put(modality, folder.resolve(file));
              }
            });
    if (!files.isEmpty()) {
      Problems problems = Problems.strict(LOGGER);
      LabelledInteractions interactions = layout.interactions(name, folder, settings, problems);
      FeatureFiles.of(files).fitting(Optional.of(interactions), problems);
    }
    return files;
  }

  /**
   * The file in which a modality's features are looked for, be it there or not.
   *
   * @return relative to the folder; empty if the settings or the layout know no such modality
   * @throws InputException if there is no such folder
   */
  public static Optional<String> featureFile(
      String name, Path folder, DataSettings settings, String modality) {
    return settings.modalities().isEmpty()
        ? layout(name, folder, settings).featureFile(modality)
        : Optional.ofNullable(FeatureFiles.configured(settings).get(modality));
  }

  static FolderLayout layout(String name, Path folder, DataSettings settings) {
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          "dataset %s: folder %s %s; check the dataset's name and the data folder"
              .formatted(
                  name, folder, Files.exists(folder) ? "is not a folder" : "does not exist"));
    }
    return switch (settings.layout()) {
      case MMREC -> new MmRecLayout();
      case LATTICE -> new LatticeLayout();
      case AUTO ->
          settings.interactions() == null && LatticeLayout.isIn(folder)
              ? new LatticeLayout()
              : new MmRecLayout();
    };
  }
}
