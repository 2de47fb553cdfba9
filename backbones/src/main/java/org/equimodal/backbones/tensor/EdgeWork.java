package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.equimodal.backbones.tensor.GradientTape.Operation;

/**
 * The operations of one training step on the edges of graphs, to be repeated alone: what a graph
 * costs of a step. Repeating calls the kernels of {@link Edges} on the same edges at the same
 * widths, and after each those that {@code gradients} of {@code kernels.py} calls for it, for the
 * inputs that had gradients. Not repeated is what surrounds them: adding up gradients, and {@link
 * Edges#total} and {@link Edges#bySource}, which have none.
 */
public final class EdgeWork {

  private static EdgeWork noting;

  private final List<Item> items = new ArrayList<>();

  /**
   * One operation.
   *
   * @param width d of its rows, 1 where there are none
   * @param first whether the first input has a gradient
   * @param second whether there is a second one that has
   */
  record Item(Operation operation, Edges edges, long width, boolean first, boolean second) {

    /** The gradients, of zero to two inputs, given that of the result. */
    NDList gradients(NDArray one, NDArray two, NDArray result, NDArray arrived) {
      NDArray source = edges.arrays().get(0);
      NDArray offsets = edges.arrays().get(1);
      NDArray target = edges.arrays().get(2);
      NDArray backSource = edges.arrays().get(3);
      NDArray backOffsets = edges.arrays().get(4);
      NDArray backEdge = edges.arrays().get(5);
      NDList gradients = new NDList();
      if (first) {
        gradients.add(
            switch (operation) {
              case SUM -> Kernels.edgeDot(arrived, two, source, offsets, target);
              case DOT -> Kernels.edgeSum(two, arrived, source, offsets);
              case SOFTMAX -> {
                NDArray weighted = result.mul(arrived);
                NDArray totals = Kernels.edgeTotal(weighted, offsets);
                yield weighted.sub(result.mul(Kernels.edgeGather(totals, target)));
              }
              case GATHER -> Kernels.edgeTotal(Kernels.edgeGather(arrived, backEdge), backOffsets);
              default -> throw new IllegalStateException("not on edges");
            });
      }
      if (second) {
        NDArray rows = operation == Operation.SUM ? arrived : one;
        NDArray weights = operation == Operation.SUM ? one : arrived;
        gradients.add(
            Kernels.edgeSum(rows, Kernels.edgeGather(weights, backEdge), backSource, backOffsets));
      }
      return gradients;
    }

    NDArray result(NDArray one, NDArray two) {
      return switch (operation) {
        case SUM -> edges.sum(one, two);
        case DOT -> edges.dot(one, two);
        case SOFTMAX -> edges.softmax(one);
        case GATHER -> edges.ofSource(one);
        default -> throw new IllegalStateException("not on edges");
      };
    }

    /** Nanoseconds, on operands of the right shapes. */
    private long repeat(NDManager parent, DataType type) {
      try (StepScope scope = StepScope.inference(parent, edges.arrays())) {
        Shape perEdge = new Shape(edges.count());
        Shape targets = new Shape(edges.targets(), width);
        Shape sources = new Shape(edges.sources(), width);
        NDManager manager = scope.manager();
        Shape first =
            switch (operation) {
              case DOT -> targets;
              case GATHER -> new Shape(edges.sources());
              default -> perEdge;
            };
        NDArray one = manager.ones(first, type);
        NDArray two = manager.ones(sources, type);
        NDArray arrived = manager.ones(operation == Operation.SUM ? targets : perEdge, type);
        await(arrived);

        long start = System.nanoTime();
        NDArray result = result(one, two);
        NDList gradients = gradients(one, two, result, arrived);
        await(gradients.isEmpty() ? result : gradients.get(gradients.size() - 1));
        return System.nanoTime() - start;
      }
    }

    /** Waits for the device. */
    private static void await(NDArray array) {
      array.get(new long[array.getShape().dimension()]).toByteBuffer();
    }
  }

  private EdgeWork() {}

  /**
   * Notes the work of a step.
   *
   * @param step takes one training step
   * @return its operations, in order
   */
  public static EdgeWork of(Runnable step) {
    EdgeWork work = new EdgeWork();
    noting = work;
    try {
      step.run();
    } finally {
      noting = null;
    }
    return work;
  }

  /**
   * Told of every operation within a training scope.
   *
   * @param inputs one or two; rows come second
   * @param moving the arrays that have gradients
   */
  static void note(
      Operation operation, Edges edges, List<NDArray> inputs, Collection<NDArray> moving) {
    if (noting != null) {
      boolean two = inputs.size() == 2;
      long width = two ? inputs.get(1).getShape().get(1) : 1;
      boolean second = two && moving.contains(inputs.get(1));
      noting.items.add(new Item(operation, edges, width, moving.contains(inputs.get(0)), second));
    }
  }

  List<Item> items() {
    return items;
  }

  /**
   * Repeats the work, on operands made for it.
   *
   * @param parent a manager on the edges' device
   * @param type of the operands
   * @return nanoseconds within the kernels
   */
  public long repeat(NDManager parent, DataType type) {
    return items.stream().mapToLong(item -> item.repeat(parent, type)).sum();
  }
}
