package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.training.initializer.Initializer;
import java.util.random.RandomGenerator;
import org.equimodal.backbones.tensor.Matrices;
import org.equimodal.datasets.Seeds;

/**
 * Initial parameters, drawn on the host: the same for the same seed on every device, and
 * independent of what other parameters a model has, because every parameter draws from a stream of
 * its own. The distributions are PyTorch's; DJL's differ.
 */
public final class Initializers {

  private final long seed;

  /**
   * Starts the streams of one model.
   *
   * @param seed the model's
   */
  public Initializers(long seed) {
    this.seed = seed;
  }

  /** One draw from a distribution. */
  @FunctionalInterface
  public interface Draw {

    /** The next value. */
    double next(RandomGenerator generator);
  }

  /** Glorot uniform, U(+-sqrt(6 / (rows + columns))). */
  public static Draw xavierUniform(long rows, long columns) {
    return uniform(Math.sqrt(6.0 / (rows + columns)));
  }

  /** Glorot normal, N(0, 2 / (rows + columns)). */
  public static Draw xavierNormal(long rows, long columns) {
    double deviation = Math.sqrt(2.0 / (rows + columns));
    return generator -> deviation * generator.nextGaussian();
  }

  /** PyTorch's default for a linear layer's weight and bias alike, U(+-1 / sqrt(inputs)). */
  public static Draw linear(long inputs) {
    return uniform(1 / Math.sqrt((double) inputs));
  }

  private static Draw uniform(double bound) {
    return generator -> bound * (2 * generator.nextDouble() - 1);
  }

  /** The values of an array of the same shape. */
  static Initializer copyOf(NDArray values) {
    return (manager, shape, type) -> {
      NDArray copy = values.duplicate();
      copy.attach(manager);
      return copy;
    };
  }

  /** DJL's form of a draw for one parameter. */
  Initializer forParameter(String name, Draw draw) {
    return (manager, shape, type) -> {
      RandomGenerator generator = Seeds.generator(seed, "parameter." + name);
      int rows = Math.toIntExact(shape.get(0));
      int columns = Math.toIntExact(shape.size() / rows);
      NDArray matrix =
          Matrices.upload(
              manager,
              rows,
              columns,
              type,
              (start, count) -> {
                float[] block = new float[count * columns];
                for (int i = 0; i < block.length; i++) {
                  block[i] = (float) draw.next(generator);
                }
                return block;
              });
      if (matrix.getShape().equals(shape)) {
        return matrix;
      }
      try (matrix) {
        return matrix.reshape(shape); // shares libtorch's memory
      }
    };
  }
}
