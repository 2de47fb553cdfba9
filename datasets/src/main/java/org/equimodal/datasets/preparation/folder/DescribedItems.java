package org.equimodal.datasets.preparation.folder;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.ItemDescription;
import org.equimodal.datasets.ItemList;
import org.equimodal.datasets.preparation.ItemFacts;

/** {@code items.jsonl}, which stands in a folder of our own. */
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
                    Optional.ofNullable(item.title()),
                    Optional.ofNullable(item.text()),
                    Optional.empty(),
                    image(item))));
  }

  private Optional<String> image(ItemDescription item) {
    return Optional.ofNullable(item.image())
        .map(String::strip)
        .filter(Predicate.not(String::isEmpty))
        .map(image -> ItemDescription.isAddress(image) ? image : absolute(image, item));
  }

  private String absolute(String image, ItemDescription item) {
    try {
      return file().toAbsolutePath().getParent().resolve(image).normalize().toString();
    } catch (InvalidPathException e) {
      throw new InputException(
          "%s: the image of item %d is '%s', which can be no file; correct it"
              .formatted(file(), item.item(), image),
          e);
    }
  }
}
