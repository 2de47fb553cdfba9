package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;

/**
 * Bayesian personalised ranking (Rendle et al., UAI 2009), eq. 5 of the CKD paper: {@code -log
 * sigmoid(margin)}, written as {@code softplus(-margin)}, reduced over triples.
 */
public final class BprLoss extends Loss {

  private final DistillationSettings.Reduction reduction;

  /** BPR with its mean over the batch, as in the released code. */
  public BprLoss() {
    this(DistillationSettings.Reduction.MEAN);
  }

  /**
   * BPR.
   *
   * @param reduction mean or sum over triples
   */
  public BprLoss(DistillationSettings.Reduction reduction) {
    super("bpr");
    this.reduction = reduction;
  }

  /**
   * The loss of margins.
   *
   * @param labels not used: a margin is its own label
   * @param predictions one array, score(u,i) - score(u,j), [B]
   * @return a scalar
   */
  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    NDArray losses = predictions.singletonOrThrow().neg().getNDArrayInternal().softPlus();
    return reduction == DistillationSettings.Reduction.MEAN ? losses.mean() : losses.sum();
  }
}
