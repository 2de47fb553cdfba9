package org.equimodal.datasets.preparation.amazon;

import java.util.List;
import java.util.Optional;
import org.equimodal.datasets.preparation.ItemFacts;

/**
 * One line of metadata.
 *
 * @param id the product's id, absent where the line is malformed
 * @param categories the names on all its paths of categories, in order
 * @param category the last name on the first path
 * @param title what it is called
 * @param brand who makes it; an empty text where the field is there and says nothing
 * @param description further sentences
 * @param image address of its image
 */
record Product(
    Optional<String> id,
    List<String> categories,
    Optional<String> category,
    Optional<String> title,
    Optional<String> brand,
    List<String> description,
    Optional<String> image) {

  ItemFacts facts(ProductText rule) {
    String text = rule.of(this);
    return new ItemFacts(
        title, text.isEmpty() ? Optional.empty() : Optional.of(text), category, image);
  }
}
