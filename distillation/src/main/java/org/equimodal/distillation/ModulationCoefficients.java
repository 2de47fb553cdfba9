package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.equimodal.backbones.tensor.Scalars;

/**
 * How much of its gradient a modality keeps, from the modalities' scores (Balanced Multimodal
 * Learning via On-the-fly Gradient Modulation, Peng et al., CVPR 2022):
 *
 * <pre>
 *   rho^m = s^m / mean of the others' scores
 *   k^m   = 1 - tanh(alpha rho^m) if rho^m > 1, else 1
 * </pre>
 *
 * <p>Only ratios of scores matter. For two modalities rho is the original's. It is tanh(alpha rho),
 * not tanh(alpha (rho - 1)): k jumps from 1 to 1 - tanh(alpha) where a modality takes the lead.
 */
final class ModulationCoefficients {

  private ModulationCoefficients() {}

  /**
   * The coefficients, in (0, 1].
   *
   * @param scores above 0, [M], M at least 2, without a graph
   * @param alpha at least 0
   * @return [M]
   */
  static NDArray of(NDArray scores, double alpha) {
    long others = scores.size() - 1;
    NDArray meanOfOthers = Scalars.times(scores.sum().sub(scores), 1.0 / others);
    NDArray rho = scores.div(meanOfOthers);
    // 1 - tanh(x) = 2 sigmoid(-2x), which does not round to 0
    NDArray slowed =
        Scalars.times(Scalars.times(rho, -2 * alpha).getNDArrayInternal().sigmoid(), 2);
    return NDArrays.where(Scalars.isAbove(rho, 1), slowed, scores.onesLike());
  }
}
