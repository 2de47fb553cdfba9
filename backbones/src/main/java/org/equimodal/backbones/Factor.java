package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.equimodal.backbones.tensor.Kernels;

/**
 * A pair of matrices whose dot products are one addend of the score. Two views that share a factor
 * hold the same object, so what is derived from it is computed once; hence identity, not value,
 * tells factors apart.
 */
public class Factor {

  private final Supplier<NDArray> userSource;
  private final NDArray items;
  private NDArray users; // made when first asked for

  /**
   * Pairs two matrices.
   *
   * @param users [n_u, d], or [1, d] where all users share one row
   * @param items [n_i, d], or [1, d] where all items share one row
   */
  public Factor(NDArray users, NDArray items) {
    this(() -> users, items);
  }

  /** The same with user rows that are made when first asked for: of a constant factor few ask. */
  Factor(Supplier<NDArray> users, NDArray items) {
    this.userSource = users;
    this.items = items;
  }

  /**
   * Splits a matrix of the graph's nodes.
   *
   * @param nodes user rows, then item rows, [N, d]
   * @param users n_u
   */
  static Factor ofNodes(NDArray nodes, int users) {
    return new OfNodes(nodes, users);
  }

  /** User rows, [n_u, d] or [1, d]. */
  public NDArray users() {
    if (users == null) {
      users = userSource.get();
    }
    return users;
  }

  /** Item rows, [n_i, d] or [1, d]. */
  public NDArray items() {
    return items;
  }

  /** See {@link Kernels#margins}. */
  Kernels.MarginsAndSquares margins(NDArray triples, int batch) {
    return Kernels.margins(users(), items, triples, batch);
  }

  /**
   * Whether all items share one row: such a factor shifts all scores of a user alike and moves
   * neither margin nor ranking.
   */
  public boolean isConstant() {
    return items.getShape().get(0) == 1;
  }

  /** Knows that its matrices are parts of one: margins gather from that, and so do gradients. */
  private static final class OfNodes extends Factor {

    private final NDArray nodes;
    private final int userCount;

    OfNodes(NDArray nodes, int users) {
      super(nodes.get(":" + users), nodes.get(users + ":"));
      this.nodes = nodes;
      this.userCount = users;
    }

    @Override
    Kernels.MarginsAndSquares margins(NDArray triples, int batch) {
      return Kernels.nodeMargins(nodes, userCount, triples, batch);
    }
  }
}
