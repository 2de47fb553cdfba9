package org.equimodal.trainer.training;

import java.util.Map;

/** Is told how a training goes; never changes its course. */
public interface TrainingListener {

  /**
   * An epoch in figures.
   *
   * @param epoch from 1
   * @param parts means over the epoch's steps: {@code loss}, {@code l2}, and the method's own
   * @param validation metrics, {@code recall@20} and, of modalities alone, {@code
   *     only.<modality>.recall@20}; empty if the epoch was not validated
   * @param best whether its validation is the best so far
   * @param lastEpoch when the training will end if nothing improves any more
   * @param seconds that its steps took
   */
  record Epoch(
      int epoch,
      Map<String, Float> parts,
      Map<String, Double> validation,
      boolean best,
      int lastEpoch,
      double seconds) {}

  /**
   * A step is done.
   *
   * @param epoch from 1
   * @param steps done in this epoch
   * @param stepsPerEpoch of them in all
   */
  default void stepDone(int epoch, int steps, int stepsPerEpoch) {}

  /** An epoch is done. */
  default void epochDone(Epoch epoch) {}

  /** The training is done or has been interrupted. */
  default void finished() {}
}
