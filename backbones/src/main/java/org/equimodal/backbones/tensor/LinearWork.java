package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear layer applied to rows: the matrix product and those of its gradients. The bias is not
 * repeated.
 *
 * @param layer its name
 * @param rows n
 * @param inputs a
 * @param outputs b
 * @param rowsMove whether the rows have a gradient
 * @param weightMoves whether the weight has one
 */
public record LinearWork(
    String layer, long rows, long inputs, long outputs, boolean rowsMove, boolean weightMoves)
    implements Work.Repeatable {

  @Override
  public Cost forward() {
    return Cost.product(rows, inputs, outputs);
  }

  @Override
  public List<Cost> backward() {
    List<Cost> gradients = new ArrayList<>();
    if (rowsMove) {
      gradients.add(Cost.product(rows, outputs, inputs));
    }
    if (weightMoves) {
      gradients.add(Cost.product(outputs, rows, inputs));
    }
    return gradients;
  }

  @Override
  public Runnable prepare(Operands operands) {
    NDArray x = operands.get("rows", new Shape(rows, inputs));
    NDArray weight = operands.get("weight", new Shape(outputs, inputs));
    NDArray arrived = operands.get("arrived", new Shape(rows, outputs));
    return () -> {
      x.matMul(weight.transpose()).close();
      if (rowsMove) {
        arrived.matMul(weight).close();
      }
      if (weightMoves) {
        arrived.transpose().matMul(x).close();
      }
    };
  }
}
