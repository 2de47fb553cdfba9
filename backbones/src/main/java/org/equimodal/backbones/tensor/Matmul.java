package org.equimodal.backbones.tensor;

/**
 * How precisely matrices are multiplied. Whatever is chosen, sums and everything else are float32.
 */
public enum Matmul {
  /** As they are. */
  FLOAT32,
  /**
   * Factors rounded to 10 bits of mantissa, on a GPU from Ampere on; elsewhere the same as {@link
   * #FLOAT32}. libtorch is told by its environment, before it is loaded.
   */
  TF32,
  /** In projections of features factors and results rounded to 7 bits of mantissa. */
  BFLOAT16
}
