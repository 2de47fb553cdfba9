package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;

/** A backbone's own addend of the training loss in one view, already weighted. */
@FunctionalInterface
public interface AuxiliaryLoss {

  /** Whether training adds it. */
  enum Use {
    /** Never: CKD's released loop has no place for it. */
    OFF,
    /** As the backbone's original code does. */
    ORIGINAL
  }

  /**
   * The loss on a batch.
   *
   * @param triples int64 [3, B]: users, positive items, negative items
   * @return scalar with a graph
   */
  NDArray on(NDArray triples);
}
