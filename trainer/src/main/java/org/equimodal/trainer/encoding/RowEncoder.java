package org.equimodal.trainer.encoding;

/** Makes rows of features. What it makes of a batch depends on the batch alone. */
interface RowEncoder {

  /** Every item once, in the order in which they are best encoded; always the same. */
  int[] order();

  /**
   * Encodes items.
   *
   * @param items neighbours in that order
   */
  EncodedBatch encode(int[] items);
}
