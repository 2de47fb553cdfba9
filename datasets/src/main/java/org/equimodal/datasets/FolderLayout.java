package org.equimodal.datasets;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** One way of arranging a dataset's files in a folder. */
interface FolderLayout {
  /** The file or folder that holds the interactions, for messages. */
  Path interactionSource(String name, Path folder, DataSettings settings);

  /** All interactions with their part of the split, but for those that are faulty. */
  LabelledInteractions interactions(
      String name, Path folder, DataSettings settings, Problems problems);

  /**
   * The feature files this layout looks for where the settings name none, by modality, in the
   * modalities' order.
   */
  Map<String, String> featureFiles(Path folder);

  /** The file in which this layout looks for a modality's features, be it there or not. */
  Optional<String> featureFile(String modality);
}
