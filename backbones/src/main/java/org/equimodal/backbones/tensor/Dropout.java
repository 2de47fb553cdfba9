package org.equimodal.backbones.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Dropout of edges. It draws from libtorch's generator, which {@link #seed} sets. */
public final class Dropout {

  private Dropout() {}

  /**
   * Starts the stream of random numbers that masks are drawn from.
   *
   * @param seed of the step
   */
  public static void seed(long seed) {
    Engine.getInstance().setRandomSeed((int) (seed ^ (seed >>> 32)));
  }

  /**
   * Draws what to add to the logits of edges before a softmax that leaves dropped edges out.
   *
   * @param count number of edges
   * @param rate share of them that is dropped, in [0, 1)
   * @param like decides device, type and owner
   * @return 0 for an edge that is kept, -infinity for one that is dropped; [count]
   */
  public static NDArray logits(int count, double rate, NDArray like) {
    DataType type = like.getDataType();
    NDArray uniform = like.getManager().randomUniform(0f, 1f, new Shape(count), DataType.FLOAT32);
    return Scalars.isAbove(uniform, rate).toType(type, false).log();
  }
}
