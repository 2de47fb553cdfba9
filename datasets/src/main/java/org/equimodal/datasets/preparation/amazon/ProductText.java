package org.equimodal.datasets.preparation.amazon;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a product's text is made of its fields, joined by spaces: the categories of all paths, the
 * title, what stands for the brand, the description.
 */
public enum ProductText {
  /**
   * A product whose line has the field of the brand, be it empty, has its title repeated in the
   * brand's place: what LATTICE's {@code build_data.py} does, which made the text features of the
   * paper's data. (It puts no space after a title; this does.)
   */
  RELEASE {
    @Override
    void addBrand(Product product, List<String> words) {
      if (product.brand().isPresent()) {
        product.title().ifPresent(words::add);
      }
    }
  },

  /** The brand's name, as the paper describes. */
  PAPER {
    @Override
    void addBrand(Product product, List<String> words) {
      product.brand().filter(brand -> !brand.isEmpty()).ifPresent(words::add);
    }
  };

  abstract void addBrand(Product product, List<String> words);

  /** The text; empty where the product has no field of it. */
  String of(Product product) {
    List<String> words = new ArrayList<>(product.categories());
    product.title().ifPresent(words::add);
    addBrand(product, words);
    words.addAll(product.description());
    return String.join(" ", words);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
