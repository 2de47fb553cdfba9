package org.equimodal.datasets.preparation;

import java.util.Optional;

/**
 * What is known about one item.
 *
 * @param text what describes it, for a textual modality
 * @param category the one category it belongs to
 * @param image a file or an address of its image, for a visual modality
 */
public record ItemFacts(Optional<String> text, Optional<String> category, Optional<String> image) {
  /** An item of which nothing is known. */
  public static final ItemFacts NONE =
      new ItemFacts(Optional.empty(), Optional.empty(), Optional.empty());
}
