package org.equimodal.datasets.preparation.folder;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.equimodal.datasets.ItemList;
import org.equimodal.datasets.preparation.ItemFacts;

/**
 * {@code items.jsonl}, which stands in a folder of our own. Images that are files are named so that
 * they are found from another folder too.
 */
record DescribedItems(ItemList items) implements Descriptions {
  @Override
  public Path file() {
    return items.file();
  }

  @Override
  public void forEach(BiConsumer<String, ItemFacts> sink) {
    items.forEach(
        item ->
            sink.accept(
                item.item().toString(),
                new ItemFacts(
                    Optional.ofNullable(item.text()),
                    Optional.empty(),
                    Optional.ofNullable(item.image()).map(this::fromAnywhere))));
  }

  private String fromAnywhere(String image) {
    return image.matches("(?i)https?://.*")
        ? image
        : file().toAbsolutePath().getParent().resolve(image).normalize().toString();
  }
}
