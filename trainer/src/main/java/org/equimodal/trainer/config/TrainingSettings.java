package org.equimodal.trainer.config;

import java.util.Objects;
import org.equimodal.backbones.tensor.Matmul;

/**
 * The section {@code training}. The defaults are in {@code conf/defaults.yaml}.
 *
 * @param batchSize B, triples per step
 * @param optimizer how parameters are moved
 * @param learningRate of Adam
 * @param lambda2 weight of the L2 norm of the batch's output representations
 * @param epochs at most; early stopping usually ends training before
 * @param evaluateEvery epochs from one validation to the next
 * @param patience training stops at this many validations in a row without a better Recall@20
 * @param sampler how triples are drawn
 * @param matmul how precisely matrices are multiplied
 */
public record TrainingSettings(
    int batchSize,
    OptimizerKind optimizer,
    double learningRate,
    double lambda2,
    int epochs,
    int evaluateEvery,
    int patience,
    SamplerKind sampler,
    Matmul matmul) {

  /**
   * Validates every number.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public TrainingSettings {
    atLeastOne("batchSize", batchSize);
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException("learningRate must be > 0, was " + learningRate);
    }
    if (!(lambda2 >= 0) || Double.isInfinite(lambda2)) {
      throw new IllegalArgumentException("lambda2 must be >= 0, was " + lambda2);
    }
    atLeastOne("epochs", epochs);
    atLeastOne("evaluateEvery", evaluateEvery);
    atLeastOne("patience", patience);
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(sampler, "sampler");
    Objects.requireNonNull(matmul, "matmul");
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be >= 1, was " + value);
    }
  }
}
