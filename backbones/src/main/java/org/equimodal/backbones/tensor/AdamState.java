package org.equimodal.backbones.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * What Adam remembers, and its settings. Unlike in DJL's own Adam, moments belong to an owner: they
 * can be freed, saved and restored.
 */
final class AdamState implements AutoCloseable {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final NDManager manager;
  private final NDList moments = new NDList();
  private final NDArray step;
  private final NDArray settings;

  /** Zero moments of all parameters. */
  AdamState(NDManager parent, NDList parameters, double learningRate) {
    manager = parent.newSubManager(parameters.head().getDevice());
    for (int moment = 0; moment < 2; moment++) {
      for (NDArray parameter : parameters) {
        moments.add(manager.zeros(parameter.getShape(), parameter.getDataType()));
      }
    }
    step = manager.create(0f);
    settings =
        manager
            .newSubManager(Device.cpu())
            .create(new double[] {learningRate, BETA1, BETA2, EPSILON});
  }

  /** First moments in the order of the parameters, then second moments. */
  NDList moments() {
    return moments;
  }

  /** Number of steps taken, float scalar on the device. */
  NDArray step() {
    return step;
  }

  /** Learning rate, betas and epsilon, float64 [4] on the host. */
  NDArray settings() {
    return settings;
  }

  /** The step count, then the moments. */
  NDList arrays() {
    NDList arrays = new NDList(step);
    arrays.addAll(moments);
    return arrays;
  }

  void restore(NDList saved) {
    if (saved.size() != moments.size() + 1) {
      throw new IllegalArgumentException(
          "state has " + saved.size() + " arrays, expected " + (moments.size() + 1));
    }
    Kernels.copy(saved, arrays());
  }

  @Override
  public void close() {
    manager.close();
  }
}
