package org.equimodal.backbones.tensor;

import org.equimodal.backbones.tensor.GradientTape.Operation;

/**
 * How often a training step goes over edges of a graph, forwards.
 *
 * @param sums of weighted rows
 * @param dots dot products of the two ends
 * @param softmaxes over the edges into a node
 * @param gathers of a value of the source
 */
public record EdgeCounts(int sums, int dots, int softmaxes, int gathers) {

  /** Counts the operations of a step, which opens a training scope. */
  public static EdgeCounts of(Runnable step) {
    StepWork work = StepWork.of(step);
    return new EdgeCounts(
        count(work, Operation.SUM),
        count(work, Operation.DOT),
        count(work, Operation.SOFTMAX),
        count(work, Operation.GATHER));
  }

  private static int count(StepWork work, Operation operation) {
    return (int) work.edges().stream().filter(e -> ((EdgeWork) e).operation() == operation).count();
  }

  /** All together. */
  public int total() {
    return sums + dots + softmaxes + gathers;
  }
}
