package org.equimodal.trainer.encoding;

import java.nio.file.Path;
import java.util.Optional;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.DatasetReader;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.ItemList;
import org.equimodal.trainer.config.ModalityListing;

/**
 * The dataset whose items get features.
 *
 * @param name its name
 * @param folder its files
 * @param settings how they are read
 */
public record EncodedDataset(String name, Path folder, DataSettings settings) {

  /** Number of items that the interactions name. */
  int count() {
    return DatasetReader.readSplit(name, folder, settings).items();
  }

  /** Its list of items, if it has one. */
  Optional<ItemList> items() {
    return ItemList.in(folder);
  }

  /** How an input calls the items. */
  ItemNumbers numbers() {
    return items().map(ItemNumbers::of).orElseGet(() -> ItemNumbers.below(count()));
  }

  /**
   * Where training looks for a modality's features, and what it takes for it to look there.
   *
   * @throws InputException if it cannot be brought to look for this modality
   */
  Destination destination(String modality) {
    Optional<String> file = DatasetReader.featureFile(name, folder, settings, modality);
    if (file.isPresent()) {
      return new Destination(folder.resolve(file.get()), () -> {});
    }
    ModalityListing listing = new ModalityListing(folder);
    if (!listing.isThere()) {
      throw new InputException(
          "dataset %s: its modalities are %s, and none of them is called %s; call it by one of these, or list all of them, the new one too, under data.modalities in %s"
              .formatted(
                  name,
                  settings.modalities().isEmpty()
                      ? "those of the LATTICE layout, visual and textual"
                      : String.join(", ", settings.modalities().keySet()),
                  modality,
                  folder.resolve("dataset.yaml")));
    }
    return new Destination(
        folder.resolve(modality + Destination.SUFFIX),
        () -> listing.add(modality, modality + Destination.SUFFIX));
  }
}
