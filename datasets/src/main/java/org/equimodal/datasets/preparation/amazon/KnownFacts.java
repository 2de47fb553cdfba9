package org.equimodal.datasets.preparation.amazon;

import java.nio.file.Path;
import org.equimodal.datasets.preparation.ItemFacts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what is known of the items found, lest what is known of none be lost in silence. */
final class KnownFacts {
  private static final Logger LOGGER = LoggerFactory.getLogger(KnownFacts.class);

  private int items;
  private int texts;
  private int categories;

  void add(ItemFacts facts) {
    items++;
    texts += facts.text().isPresent() ? 1 : 0;
    categories += facts.category().isPresent() ? 1 : 0;
  }

  /** How many items were found; more if some were described twice. */
  int items() {
    return items;
  }

  /** Warns if all items lack a text, which takes in the category, or a category. */
  void warnOfWhatAllLack(Path file, Edition edition) {
    ProductFields fields = edition.fields();
    if (items > 0 && texts == 0) {
      LOGGER.warn(
          "none of the {} items found in {} has a text: the {} edition has it in the fields {}, {}; check --edition",
          items,
          file,
          edition,
          fields.category(),
          String.join(", ", fields.words()));
    } else if (items > 0 && categories == 0) {
      LOGGER.warn(
          "none of the {} items found in {} has a category: the {} edition has it in the field {}; check --edition",
          items,
          file,
          edition,
          fields.category());
    }
  }
}
