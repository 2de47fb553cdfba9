package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.equimodal.backbones.tensor.GradientTape.Operation;

/**
 * The heavy work of one training step, noted as it happens: linear layers, operations on edges,
 * margins. From it come a step's floor ({@link Cost}) and what is repeated alone ({@link
 * Repetition}). Whatever is cheap beside these is not noted: activations, sums, norms, the loss.
 */
public final class StepWork {

  private static StepWork noting;

  private final List<Work> items = new ArrayList<>();

  private StepWork() {}

  /**
   * Notes the work of a step.
   *
   * @param step takes one training step
   * @return its operations, in order
   */
  public static StepWork of(Runnable step) {
    StepWork work = new StepWork();
    noting = work;
    try {
      step.run();
    } finally {
      noting = null;
    }
    return work;
  }

  private static boolean isNoting() {
    return noting != null && GradientTape.isRunning();
  }

  /**
   * Told of every linear layer; notes it within a training scope.
   *
   * @param layer its name
   * @param rows [n, a]
   * @param weight [b, a]
   */
  public static void noteLinear(String layer, NDArray rows, NDArray weight) {
    if (isNoting()) {
      noting.items.add(
          new LinearWork(
              layer,
              rows.getShape().get(0),
              rows.getShape().get(1),
              weight.getShape().get(0),
              Kernels.needsGradient(rows),
              Kernels.needsGradient(weight)));
    }
  }

  /**
   * Told of every operation on edges within a training scope.
   *
   * @param inputs one or two; rows come second
   * @param moving the arrays that have gradients
   */
  static void noteEdges(
      Operation operation, Edges edges, List<NDArray> inputs, Collection<NDArray> moving) {
    if (isNoting()) {
      boolean two = inputs.size() == 2;
      long width = two ? inputs.get(1).getShape().get(1) : 1;
      boolean secondMoves = two && moving.contains(inputs.get(1));
      noting.items.add(
          new EdgeWork(operation, edges, width, moving.contains(inputs.get(0)), secondMoves));
    }
  }

  /** Told of margins; notes them within a training scope. */
  static void noteMargins(NDArray users, NDArray items, NDArray triples) {
    if (isNoting()) {
      noting.items.add(
          new MarginWork(
              triples.getShape().get(1),
              items.getShape().get(1),
              users.getShape().get(0),
              items.getShape().get(0),
              Kernels.needsGradient(users),
              Kernels.needsGradient(items)));
    }
  }

  /** Told of margins where one matrix holds the rows of users and items. */
  static void noteNodeMargins(NDArray nodes, long users, NDArray triples) {
    if (isNoting()) {
      boolean moves = Kernels.needsGradient(nodes);
      noting.items.add(
          new MarginWork(
              triples.getShape().get(1),
              nodes.getShape().get(1),
              users,
              nodes.getShape().get(0) - users,
              moves,
              moves));
    }
  }

  /** Everything, in order. */
  public List<Work> all() {
    return List.copyOf(items);
  }

  /** The linear layers. */
  public List<LinearWork> products() {
    return only(LinearWork.class);
  }

  /** The operations on edges. */
  public List<Work.Repeatable> edges() {
    return List.copyOf(only(EdgeWork.class));
  }

  /** The margins. */
  public List<Work> margins() {
    return List.copyOf(only(MarginWork.class));
  }

  private <T extends Work> List<T> only(Class<T> kind) {
    return items.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
