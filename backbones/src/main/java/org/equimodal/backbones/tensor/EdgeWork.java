package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.backbones.tensor.GradientTape.Operation;

/**
 * An operation on the edges of a graph. Repeating it calls the kernel of {@link Edges} on the same
 * edges at the same width, and then those that {@code gradients} of {@code kernels.py} calls for
 * it, for the inputs that had gradients. Not repeated is what surrounds them: adding up gradients,
 * and {@link Edges#total} and {@link Edges#bySource}, which have none.
 *
 * @param operation on edges
 * @param edges which
 * @param width d of its rows, 1 where there are none
 * @param firstMoves whether the first input has a gradient
 * @param secondMoves whether there is a second one that has
 */
record EdgeWork(
    Operation operation, Edges edges, long width, boolean firstMoves, boolean secondMoves)
    implements Work.Repeatable {

  @Override
  public Cost forward() {
    return switch (operation) {
      case SUM, DOT -> rows(edges.sources(), edges.targets());
      case SOFTMAX -> Cost.edgeSoftmax(edges.count(), edges.targets());
      case GATHER -> Cost.edgeGather(edges.count(), edges.sources());
      default -> throw notOnEdges();
    };
  }

  @Override
  public List<Cost> backward() {
    List<Cost> gradients = new ArrayList<>();
    if (firstMoves) {
      gradients.add(
          operation == Operation.SOFTMAX
              ? Cost.edgeSoftmaxGradient(edges.count(), edges.targets())
              : forward());
    }
    if (secondMoves) {
      gradients.add(rows(edges.targets(), edges.sources()));
    }
    return gradients;
  }

  private Cost rows(long from, long to) {
    return Cost.edgeRows(edges.count(), from, to, width);
  }

  @Override
  public Runnable prepare(Operands operands) {
    Shape perEdge = new Shape(edges.count());
    Shape targets = new Shape(edges.targets(), width);
    Shape first =
        switch (operation) {
          case DOT -> targets;
          case GATHER -> new Shape(edges.sources());
          default -> perEdge;
        };
    NDArray one = operands.get("first", first);
    NDArray two = operands.get("second", new Shape(edges.sources(), width));
    NDArray arrived = operands.get("arrived", operation == Operation.SUM ? targets : perEdge);
    return () -> {
      try (NDArray result = result(one, two)) {
        gradients(one, two, result, arrived).close();
      }
    };
  }

  NDArray result(NDArray one, NDArray two) {
    return switch (operation) {
      case SUM -> edges.sum(one, two);
      case DOT -> edges.dot(one, two);
      case SOFTMAX -> edges.softmax(one);
      case GATHER -> edges.ofSource(one);
      default -> throw notOnEdges();
    };
  }

  /** The gradients, of zero to two inputs, given that of the result. */
  NDList gradients(NDArray one, NDArray two, NDArray result, NDArray arrived) {
    NDArray source = edges.arrays().get(0);
    NDArray offsets = edges.arrays().get(1);
    NDArray target = edges.arrays().get(2);
    NDArray backSource = edges.arrays().get(3);
    NDArray backOffsets = edges.arrays().get(4);
    NDArray backEdge = edges.arrays().get(5);
    NDList gradients = new NDList();
    if (firstMoves) {
      gradients.add(
          switch (operation) {
            case SUM -> Kernels.edgeDot(arrived, two, source, offsets, target);
            case DOT -> Kernels.edgeSum(two, arrived, source, offsets);
            case SOFTMAX -> softmaxGradient(result, arrived, offsets, target);
            case GATHER -> {
              try (NDArray bySource = Kernels.edgeGather(arrived, backEdge)) {
                yield Kernels.edgeTotal(bySource, backOffsets);
              }
            }
            default -> throw notOnEdges();
          });
    }
    if (secondMoves) {
      NDArray rows = operation == Operation.SUM ? arrived : one;
      NDArray weights = operation == Operation.SUM ? one : arrived;
      try (NDArray bySource = Kernels.edgeGather(weights, backEdge)) {
        gradients.add(Kernels.edgeSum(rows, bySource, backSource, backOffsets));
      }
    }
    return gradients;
  }

  private static NDArray softmaxGradient(
      NDArray result, NDArray arrived, NDArray offsets, NDArray target) {
    try (NDArray weighted = result.mul(arrived);
        NDArray totals = Kernels.edgeTotal(weighted, offsets);
        NDArray gathered = Kernels.edgeGather(totals, target);
        NDArray mean = result.mul(gathered)) {
      return weighted.sub(mean);
    }
  }

  private IllegalStateException notOnEdges() {
    return new IllegalStateException(operation + " is not on edges");
  }
}
