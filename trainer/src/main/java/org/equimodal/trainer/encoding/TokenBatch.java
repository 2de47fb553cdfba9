package org.equimodal.trainer.encoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Tokens of a batch of texts, on the host; ids, mask and types are each [texts, length]. */
final class TokenBatch {

  private final Shape shape;
  private final int length;
  private final long[] ids;
  private final long[] mask;
  private final long[] types;

  /**
   * Padding alone.
   *
   * @param length of all of them, at least 1
   */
  TokenBatch(int texts, int length) {
    this.length = length;
    shape = new Shape(texts, length);
    ids = new long[texts * length];
    mask = new long[texts * length];
    types = new long[texts * length];
  }

  /**
   * Sets a text's tokens. A text without any, which a tokenizer without special tokens makes of an
   * empty one, is taken for one token of padding: every text has a row, and the same in any batch.
   */
  void set(int text, long[] textIds, long[] textMask, long[] textTypes) {
    int start = text * length;
    System.arraycopy(textIds, 0, ids, start, textIds.length);
    System.arraycopy(textMask, 0, mask, start, textMask.length);
    System.arraycopy(textTypes, 0, types, start, textTypes.length);
    boolean empty = true;
    for (long token : textMask) {
      empty &= token == 0;
    }
    if (empty) {
      mask[start] = 1;
    }
  }

  NDArray ids(NDManager manager) {
    return manager.create(ids, shape);
  }

  NDArray mask(NDManager manager) {
    return manager.create(mask, shape);
  }

  NDArray types(NDManager manager) {
    return manager.create(types, shape);
  }
}
