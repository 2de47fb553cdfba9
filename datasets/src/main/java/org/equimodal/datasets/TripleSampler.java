package org.equimodal.datasets;

/**
 * Draws the training triples of every step.
 *
 * <p>A batch is a function of (seed, epoch, index) alone: it may be drawn in any order, twice,
 * ahead of time on another thread, or by another sampler with the same arguments. Implementations
 * are safe to use from several threads.
 */
public interface TripleSampler {
  /** Number of batches in an epoch, at least 1. */
  int batchesPerEpoch();

  /**
   * The triples of one step. The arrays are new and belong to the caller.
   *
   * @param epoch the epoch, from 0
   * @param index the batch within the epoch, from 0 to {@link #batchesPerEpoch()} - 1
   * @throws IndexOutOfBoundsException if the epoch has no such batch
   */
  Triples batch(int epoch, int index);
}
