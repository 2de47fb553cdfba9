package org.equimodal.trainer.run;

/**
 * The bad end of a training ({@code diverged.json}), there until it is trained beyond it.
 *
 * @param epoch in which the loss was no longer finite
 * @param message what the training said of it
 */
public record Divergence(int epoch, String message) {

  /**
   * Refuses what is not whole.
   *
   * @throws IllegalArgumentException if the message is missing
   */
  public Divergence {
    Parts.require("message", message);
  }

  /** What happened and what to do, in words. */
  String of(String whose) {
    return whose
        + " diverged in epoch "
        + epoch
        + ", and would again; start a new run with a smaller training.learningRate";
  }
}
