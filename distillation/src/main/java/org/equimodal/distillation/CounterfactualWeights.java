package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.distillation.DistillationSettings.RhoDenominator;
import org.equimodal.distillation.DistillationSettings.WeightScale;
import org.equimodal.distillation.DistillationSettings.Weights;

/**
 * How much each modality is distilled, from what masking it does to the student's margins (eq.
 * 15-18):
 *
 * <pre>
 *   gamma^m  = mean_B ( Ds - Ds^{-m} )            average treatment effect
 *   rho^m    = gamma^m / mean_B( Dt^m )           how much of the teacher's margin the student has got from m
 *   lambda_m = 1 - rho^m / sum_k rho^k            adds up to M - 1
 * </pre>
 *
 * <p>Rho is clamped to [1e-8, 10], and where it is no number it is 1, as in the released code:
 * effects near zero or of mixed sign are common early in training. No gradient flows through any of
 * this. With one modality eq. 18 gives 0, which would switch distillation off; the weight is 1
 * instead.
 *
 * @param gamma [M], batch means
 * @param rho [M], or [M, B] with one weight per triple
 * @param lambda [M, 1], or [M, B] with one weight per triple
 */
record CounterfactualWeights(NDArray gamma, NDArray rho, NDArray lambda) {

  private static final double RHO_MINIMUM = 1e-8;
  private static final double RHO_MAXIMUM = 10;

  /**
   * Estimates the weights.
   *
   * @param settings which reading of the paper
   * @param full student's margins in the full view, [B]
   * @param without student's margins without each modality, [M, B]
   * @param only student's margins with each modality alone, [M, B]
   * @param teacher teachers' margins, [M, B]
   */
  static CounterfactualWeights estimate(
      DistillationSettings settings, NDArray full, NDArray without, NDArray only, NDArray teacher) {
    NDArray effect = full.stopGradient().sub(without.stopGradient()); // ITE, [M, B]
    NDArray gamma = mean(effect); // [M, 1]
    NDArray reference =
        settings.rhoDenominator() == RhoDenominator.TEACHER ? teacher : only.stopGradient();
    NDArray ratio;
    if (settings.weights() == Weights.PER_TRIPLE) {
      ratio = effect.div(reference);
    } else {
      NDArray denominator = mean(reference);
      ratio =
          gamma.div(settings.rhoClamp() ? Scalars.atLeast(denominator, RHO_MINIMUM) : denominator);
    }
    NDArray rho = finite(ratio);
    if (settings.rhoClamp()) {
      rho = Scalars.atMost(Scalars.atLeast(rho, RHO_MINIMUM), RHO_MAXIMUM);
    }
    return new CounterfactualWeights(gamma.squeeze(1), mean(rho).squeeze(1), lambda(settings, rho));
  }

  private static NDArray lambda(DistillationSettings settings, NDArray rho) {
    long modalities = rho.getShape().get(0);
    if (modalities == 1) {
      return rho.onesLike();
    }
    NDArray lambda;
    if (settings.weights() == Weights.UNIFORM) {
      lambda = Scalars.times(rho.onesLike(), (modalities - 1.0) / modalities);
    } else {
      lambda = Scalars.oneMinus(rho.div(rho.sum(new int[] {0}, true)));
    }
    return settings.weightScale() == WeightScale.UNIT_MEAN
        ? Scalars.times(lambda, modalities / (modalities - 1.0))
        : lambda;
  }

  private static NDArray mean(NDArray perTriple) {
    return perTriple.mean(new int[] {1}, true);
  }

  /** Ratios that are no finite number become 1. */
  private static NDArray finite(NDArray ratio) {
    NDArray bad = ratio.isNaN().logicalOr(ratio.isInfinite());
    return NDArrays.where(bad, ratio.onesLike(), ratio);
  }
}
