package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a backbone makes of users and items in one view: {@code score(u, i) = sum over factors of
 * <users_u, items_i>}.
 *
 * @param factors the addends of the score
 * @param auxiliaryLoss the backbone's own addend of the loss in this view, if it has one
 */
public record Representations(List<Factor> factors, Optional<AuxiliaryLoss> auxiliaryLoss) {

  /** Copies the list. */
  public Representations {
    factors = List.copyOf(factors);
  }

  /** Without an auxiliary loss. */
  public Representations(List<Factor> factors) {
    this(factors, Optional.empty());
  }

  /** The factors that can change a ranking. */
  public Representations moving() {
    return new Representations(factors.stream().filter(factor -> !factor.isConstant()).toList());
  }

  /**
   * All factors' user rows side by side.
   *
   * @param users n_u
   * @return [n_u, D]
   */
  public NDArray userMatrix(int users) {
    return concatenated(Factor::users, users);
  }

  /**
   * All factors' item rows side by side.
   *
   * @param items n_i
   * @return [n_i, D]
   */
  public NDArray itemMatrix(int items) {
    return concatenated(Factor::items, items);
  }

  private NDArray concatenated(Function<Factor, NDArray> side, int rows) {
    NDList columns = new NDList();
    for (Factor factor : factors) {
      NDArray matrix = side.apply(factor);
      Shape full = new Shape(rows, matrix.getShape().get(1));
      columns.add(matrix.getShape().equals(full) ? matrix : matrix.broadcast(full));
    }
    return columns.size() == 1 ? columns.head() : NDArrays.concat(columns, 1);
  }
}
