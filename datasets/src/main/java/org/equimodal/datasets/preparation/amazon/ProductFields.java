package org.equimodal.datasets.preparation.amazon;

import java.util.List;

/**
 * What an edition calls the fields of a product that become its category and text.
 *
 * @param category with the names of categories, which begin the text
 * @param words with the rest of the text
 */
record ProductFields(String category, List<String> words) {
  ProductFields(String category, String... words) {
    this(category, List.of(words));
  }
}
