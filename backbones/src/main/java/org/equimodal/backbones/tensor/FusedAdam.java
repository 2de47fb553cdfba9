package org.equimodal.backbones.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * Adam (Kingma and Ba, ICLR 2015) over all parameters in one call, with libtorch's arithmetic:
 * epsilon is added after the bias correction. Unlike DJL's own, its moments belong to an owner:
 * closing the optimiser frees them, and they can be saved and restored.
 */
public final class FusedAdam implements AutoCloseable {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final NDManager manager;
  private final NDList parameters;
  private final NDList moments = new NDList();
  private final NDArray step;
  private final NDArray settings;

  /**
   * Creates the optimiser with zero moments. Betas are 0.9 and 0.999, epsilon 1e-8, as in the
   * paper's code.
   *
   * @param parent any manager that outlives the optimiser
   * @param parameters the arrays to update in place, in a fixed order
   * @param learningRate above 0
   */
  public FusedAdam(NDManager parent, NDList parameters, double learningRate) {
    this.manager = parent.newSubManager(parameters.head().getDevice());
    this.parameters = parameters;
    for (int moment = 0; moment < 2; moment++) {
      for (NDArray parameter : parameters) {
        moments.add(manager.zeros(parameter.getShape(), parameter.getDataType()));
      }
    }
    this.step = manager.create(0f);
    this.settings =
        manager
            .newSubManager(Device.cpu())
            .create(new double[] {learningRate, BETA1, BETA2, EPSILON});
  }

  /**
   * Updates the parameters. Call inside a scope that has adopted them.
   *
   * @param gradients one per parameter, in the parameters' order
   */
  public void step(NDList gradients) {
    Kernels.adam(parameters, gradients, moments, step, settings);
  }

  /**
   * The state as it is now: the step count, then first moments, then second moments. The arrays
   * stay owned by the optimiser.
   */
  public NDList state() {
    NDList state = new NDList(step);
    state.addAll(moments);
    return state;
  }

  /**
   * Continues from a saved state.
   *
   * @param state arrays in the order of {@link #state}
   */
  public void restore(NDList state) {
    if (state.size() != moments.size() + 1) {
      throw new IllegalArgumentException(
          "state has " + state.size() + " arrays, expected " + (moments.size() + 1));
    }
    Kernels.copy(state, state());
  }

  /** Frees the moments; the parameters are not the optimiser's. */
  @Override
  public void close() {
    manager.close();
  }
}
