package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import org.equimodal.backbones.tensor.GradientTape.Operation;

/**
 * Sums of products, element by element. A product and its sum are one pass over the operands, and
 * so is each gradient together with those that came before it; libtorch makes an array of every
 * product in both directions.
 */
public final class Products {

  private Products() {}

  /**
   * {@code sum + one * two}.
   *
   * @param sum float [n, d]
   * @param one [n, d]
   * @param two [n, d], or [n, 1] for one factor per row
   * @return [n, d]
   */
  public static NDArray add(NDArray sum, NDArray one, NDArray two) {
    NDArray result = Kernels.addProduct(sum, one, two);
    return GradientTape.record(Operation.ADD_PRODUCT, result, one, two, sum);
  }
}
