package org.equimodal.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layout of MMRec: {@code NAME.inter} with the columns userID, itemID and x_label (0 train, 1
 * validation, 2 test), and one {@code <modality>_feat.npy} per modality.
 */
final class MmRecLayout implements FolderLayout {
  private static final String FEATURE_SUFFIX = "_feat.npy";

  @Override
  public Path interactionSource(String name, Path folder, DataSettings settings) {
    if (settings.interactions() != null) {
      Path file = folder.resolve(settings.interactions());
      if (!Files.isRegularFile(file)) {
        throw new InputException(
            "dataset %s: %s does not exist; put it there or correct data.interactions"
                .formatted(name, file));
      }
      return file;
    }
    List<String> files = FolderListing.endingWith(folder, ".inter");
    if (files.contains(name + ".inter")) {
      return folder.resolve(name + ".inter");
    }
    if (files.isEmpty()) {
      throw new InputException(
          "dataset %s has no interactions: expected %s.inter (or 5-core/train.json for the LATTICE layout) in %s"
              .formatted(name, name, folder));
    }
    if (files.size() > 1) {
      throw new InputException(
          "dataset %s: several .inter files in %s (%s) and none is %s.inter; name one with data.interactions"
              .formatted(name, folder, String.join(", ", files), name));
    }
    return folder.resolve(files.get(0));
  }

  @Override
  public LabelledInteractions interactions(
      String name, Path folder, DataSettings settings, Problems problems) {
    return InterFile.read(interactionSource(name, folder, settings), problems);
  }

  @Override
  public Map<String, String> featureFiles(Path folder) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String file : FolderListing.endingWith(folder, FEATURE_SUFFIX)) {
      files.put(file.substring(0, file.length() - FEATURE_SUFFIX.length()), file);
    }
    return files;
  }

  @Override
  public Optional<String> featureFile(String modality) {
    return Optional.of(modality + FEATURE_SUFFIX);
  }
}
