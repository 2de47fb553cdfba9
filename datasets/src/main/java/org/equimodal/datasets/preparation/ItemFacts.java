package org.equimodal.datasets.preparation;

import java.util.Optional;

/**
 * What is known about one item.
 *
 * @param title what people call it, if that is not all of the text
 * @param text what describes it, for a textual modality
 * @param category the one category it belongs to
 * @param image an absolute file or an address of its image, for a visual modality
 */
public record ItemFacts(
    Optional<String> title,
    Optional<String> text,
    Optional<String> category,
    Optional<String> image) {
  /** An item of which nothing is known. */
  public static final ItemFacts NONE =
      new ItemFacts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
