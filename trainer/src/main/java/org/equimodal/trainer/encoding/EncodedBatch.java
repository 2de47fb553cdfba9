package org.equimodal.trainer.encoding;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Rows of some items.
 *
 * @param faults one per item of the batch: why it has no row, or null where it has one
 * @param width of a row; 0 if there is none
 * @param values the rows there are, one after the other
 */
@SuppressWarnings("ArrayRecordComponent")
record EncodedBatch(List<String> faults, int width, float[] values) {

  /** Rows of all items. */
  static EncodedBatch whole(int items, float[] values) {
    return new EncodedBatch(Collections.nCopies(items, null), values.length / items, values);
  }

  /** Number of rows. */
  int rows() {
    return (int) faults.stream().filter(Objects::isNull).count();
  }
}
