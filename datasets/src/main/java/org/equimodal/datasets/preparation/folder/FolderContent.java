package org.equimodal.datasets.preparation.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.equimodal.datasets.preparation.FeatureSource;
import org.equimodal.datasets.preparation.ItemContent;
import org.equimodal.datasets.preparation.ItemFacts;

/**
 * What a folder tells about its items.
 *
 * @param items their raw ids
 * @param matrices the feature files
 * @param categories by dense id
 * @param descriptions what its items are, if it says so
 */
record FolderContent(
    IdTexts items,
    List<NpyFeatures> matrices,
    IdTexts categories,
    Optional<Descriptions> descriptions)
    implements ItemContent {

  @Override
  public void facts(Set<String> wanted, BiConsumer<String, ItemFacts> sink) throws IOException {
    if (descriptions.isPresent()) {
      descriptions.get().forEach((id, facts) -> tell(id, facts, sink));
    }
    categories.texts().keySet().forEach(id -> tell(id, ItemFacts.NONE, sink));
  }

  /** Tells what is known of an item, and its category. */
  private void tell(String id, ItemFacts facts, BiConsumer<String, ItemFacts> sink) {
    Optional<String> category = Optional.ofNullable(categories.texts().get(id));
    sink.accept(
        items.name(id), new ItemFacts(facts.title(), facts.text(), category, facts.image()));
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
    descriptions.map(Descriptions::file).ifPresent(files::add);
    return files;
  }
}
