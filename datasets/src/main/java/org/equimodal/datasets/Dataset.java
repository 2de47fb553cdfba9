package org.equimodal.datasets;

import java.util.List;
import java.util.Optional;

/**
 * Everything a model learns from: who interacted with what, and what the items look like.
 *
 * @param name the dataset's name in reports and run folders
 * @param split training, validation and test interactions
 * @param features one matrix per modality, in the order of the modalities; row i is item i
 * @param categories one category per item, where known
 * @param rawIds the outside names of users and items, where known
 */
public record Dataset(
    String name,
    Split split,
    List<ItemFeatures> features,
    Optional<Categories> categories,
    Optional<RawIds> rawIds) {
  /**
   * Checks that the parts describe the same users and items.
   *
   * @throws IllegalArgumentException if a part has another number of users or items, or a
   *     modality's index is not its position
   */
  public Dataset {
    features = List.copyOf(features);
    for (int m = 0; m < features.size(); m++) {
      ItemFeatures feature = features.get(m);
      if (feature.modality().index() != m) {
        throw new IllegalArgumentException(
            "modality %s has index %d at position %d"
                .formatted(feature.modality(), feature.modality().index(), m));
      }
      requireCount("features of " + feature.modality(), feature.rows(), split.items());
    }
    int items = split.items();
    int users = split.users();
    categories.ifPresent(c -> requireCount("categories", c.ofItem().length, items));
    rawIds.ifPresent(ids -> requireCount("raw item ids", ids.items().size(), items));
    rawIds.ifPresent(ids -> requireCount("raw user ids", ids.users().size(), users));
  }

  private static void requireCount(String what, int count, int expected) {
    if (count != expected) {
      throw new IllegalArgumentException(
          "%s: %d rows, expected %d".formatted(what, count, expected));
    }
  }

  /** Number of users. */
  public int users() {
    return split.users();
  }

  /** Number of items. */
  public int items() {
    return split.items();
  }

  /** The modalities, in order. */
  public List<Modality> modalities() {
    return features.stream().map(ItemFeatures::modality).toList();
  }

  /**
   * SHA-256, in lower-case hexadecimal, of what teachers and students must share: the three
   * interaction sets with their id ranges, every modality's name, features and whether they are
   * standardised, and the items' categories where there are several. Neither the dataset's name nor
   * raw ids nor the names of categories take part.
   */
  public String hash() {
    Sha256 hash = new Sha256().add("equimodal dataset 1");
    split.addTo(hash);
    hash.add(features.size());
    for (ItemFeatures feature : features) {
      hash.add(feature.modality().name())
          .add(feature.sha256())
          .add(feature.isStandardized() ? 1 : 0);
    }
    categories.filter(c -> c.count() > 1).ifPresent(c -> c.addTo(hash));
    return hash.hex();
  }
}
