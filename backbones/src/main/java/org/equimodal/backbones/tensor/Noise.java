package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Gaussian noise on gradients. It draws from the one generator that libtorch has, as {@link
 * Dropout} does, so it is seeded right before it is drawn.
 */
public final class Noise {

  private Noise() {}

  /**
   * Starts a stream of noise.
   *
   * @param seed of the step's noise
   */
  public static void seed(long seed) {
    Dropout.seed(seed);
  }

  /**
   * Draws noise of mean 0.
   *
   * @param gradient decides shape and, by its standard deviation, size
   * @return the noise alone
   */
  public static NDArray like(NDArray gradient) {
    return Kernels.noise(gradient);
  }
}
