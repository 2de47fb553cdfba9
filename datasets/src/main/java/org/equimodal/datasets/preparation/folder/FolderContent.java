package org.equimodal.datasets.preparation.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.equimodal.datasets.preparation.FeatureSource;
import org.equimodal.datasets.preparation.ItemContent;
import org.equimodal.datasets.preparation.ItemFacts;

/**
 * What a folder tells about its items.
 *
 * @param items their raw ids
 * @param matrices the feature files
 * @param categories by dense id
 * @param texts by dense id
 */
record FolderContent(IdTexts items, List<NpyFeatures> matrices, IdTexts categories, IdTexts texts)
    implements ItemContent {

  @Override
  public Map<String, ItemFacts> facts(Set<String> wanted) throws IOException {
    Set<String> ids = new HashSet<>(categories.texts().keySet());
    ids.addAll(texts.texts().keySet());
    Map<String, ItemFacts> facts = new HashMap<>();
    for (String id : ids) {
      if (wanted.contains(items.name(id))) {
        facts.put(
            items.name(id),
            new ItemFacts(
                Optional.ofNullable(texts.texts().get(id)),
                Optional.ofNullable(categories.texts().get(id)),
                Optional.empty()));
      }
    }
    return facts;
  }

  @Override
  public List<FeatureSource> features() {
    return List.copyOf(matrices);
  }

  @Override
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    matrices.forEach(matrix -> files.add(matrix.file()));
    if (categories.file() != null) {
      files.add(categories.file());
    }
    if (texts.file() != null) {
      files.add(texts.file());
    }
    return files;
  }
}
