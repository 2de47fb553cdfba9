package org.equimodal.distillation;

import java.util.Arrays;
import java.util.List;

/**
 * What the heads of {@link GradientBlending} shall weigh, from what each came to when it was
 * trained alone (What Makes Training Multi-Modal Classification Networks Hard?, Wang et al., CVPR
 * 2020):
 *
 * <pre>
 *   O = L_val - L_train                     overfitting
 *   dO = O_n - O_0,   dG = Lval_0 - Lval_n  what n epochs add to it, and what they gain
 *   w_k ~ dG_k / dO_k^2                     least squared overfitting-to-generalisation ratio |dO/dG|
 * </pre>
 *
 * <p>Two floors, which are ours: dG counts as at least a thousandth of the largest |dG|, so a head
 * that does not generalise keeps a little weight; |dO| as at least 0.001, else a head that hardly
 * overfits would take all. If no head generalises all weigh the same.
 */
final class BlendingEstimate {

  private static final double LEAST_GAIN = 1e-3;
  private static final double LEAST_OVERFITTING = 1e-3;

  private BlendingEstimate() {}

  /**
   * BPR of a head on two fixed samples.
   *
   * @param training of training interactions
   * @param validation of validation interactions
   */
  record Losses(double training, double validation) {

    double overfitting() {
      return validation - training;
    }
  }

  /**
   * A head that was trained alone.
   *
   * @param before its losses when that began
   * @param after its losses n epochs later
   */
  record Head(Losses before, Losses after) {

    double gain() {
      return before.validation() - after.validation();
    }

    double addedOverfitting() {
      return after.overfitting() - before.overfitting();
    }
  }

  /**
   * The weights, which add up to 1.
   *
   * @param heads at least one
   */
  static double[] weights(List<Head> heads) {
    double[] weights = new double[heads.size()];
    double largest = heads.stream().mapToDouble(head -> Math.abs(head.gain())).max().orElseThrow();
    boolean hopeless = heads.stream().allMatch(head -> head.gain() <= 0);
    for (int k = 0; k < weights.length; k++) {
      double gain = Math.max(heads.get(k).gain(), LEAST_GAIN * largest);
      double added = Math.max(Math.abs(heads.get(k).addedOverfitting()), LEAST_OVERFITTING);
      weights[k] = hopeless ? 1 : gain / (added * added);
    }
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }
}
