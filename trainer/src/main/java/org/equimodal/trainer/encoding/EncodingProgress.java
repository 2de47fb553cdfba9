package org.equimodal.trainer.encoding;

/** Learns how far an encoding is. */
public interface EncodingProgress {

  /**
   * It begins, or goes on.
   *
   * @param items number of all items
   * @param done how many of them an earlier process has encoded
   */
  void started(int items, int done);

  /** So many items are encoded. */
  void encoded(int done);
}
