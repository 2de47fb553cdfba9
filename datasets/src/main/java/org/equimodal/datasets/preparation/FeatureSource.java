package org.equimodal.datasets.preparation;

import java.io.IOException;
import java.util.function.BiConsumer;

/**
 * One modality's features, streamed row by row. An item without a row gets the mean of the rows
 * found, as the CKD authors' preparation does.
 */
public interface FeatureSource {
  /** The modality's name. */
  String modality();

  /** Values per row. */
  int width();

  /** Whether training is to standardise the columns. */
  default boolean standardize() {
    return false;
  }

  /**
   * Gives every row with its item's raw id, in any order; rows of items that did not remain are
   * ignored, and of an item's rows the first counts. A row may be reused after it was taken.
   */
  void read(BiConsumer<String, float[]> rows) throws IOException;
}
