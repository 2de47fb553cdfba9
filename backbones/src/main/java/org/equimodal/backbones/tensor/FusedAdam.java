package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * Adam (Kingma and Ba, ICLR 2015) over all parameters in one call, with libtorch's arithmetic:
 * epsilon is added after the bias correction.
 */
public final class FusedAdam implements Optimizer {

  private final NDList parameters;
  private final AdamState state;

  /**
   * Creates the optimiser with zero moments. Betas are 0.9 and 0.999, epsilon 1e-8, as in the
   * paper's code.
   *
   * @param parent any manager that outlives the optimiser
   * @param parameters the arrays to update in place, in a fixed order
   * @param learningRate above 0
   */
  public FusedAdam(NDManager parent, NDList parameters, double learningRate) {
    this.parameters = parameters;
    this.state = new AdamState(parent, parameters, learningRate);
  }

  @Override
  public boolean isLazy() {
    return false;
  }

  @Override
  public NDList gradients(NDArray loss, Rows rows) {
    return Kernels.gradients(loss, parameters);
  }

  @Override
  public NDList parameters(Rows rows) {
    return new NDList(parameters);
  }

  @Override
  public void step(NDList gradients, Rows rows) {
    step(gradients);
  }

  /**
   * Updates the parameters.
   *
   * @param gradients one per parameter, in the parameters' order
   */
  public void step(NDList gradients) {
    Kernels.adam(parameters, gradients, state.moments(), state.step(), state.settings());
  }

  /** The step count, then first moments, then second moments. */
  @Override
  public NDList state() {
    return state.arrays();
  }

  @Override
  public void restore(NDList saved) {
    state.restore(saved);
  }

  @Override
  public void close() {
    state.close();
  }
}
