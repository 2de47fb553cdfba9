package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;

/** Normal random arrays for work repeated alone; operations of one shape share theirs. */
public final class Operands implements AutoCloseable {

  private final NDManager manager;
  private final DataType type;
  private final Map<Key, NDArray> arrays = new HashMap<>();

  private record Key(String role, Shape shape) {}

  /**
   * Starts with none.
   *
   * @param parent any manager on the device that outlives the operands
   * @param type of all of them
   */
  public Operands(NDManager parent, DataType type) {
    this.manager = parent.newSubManager();
    this.type = type;
  }

  /** The operand of a shape and a place in an operation, made when first asked for. */
  NDArray get(String role, Shape shape) {
    return arrays.computeIfAbsent(
        new Key(role, shape), absent -> manager.randomNormal(shape, type));
  }

  NDManager manager() {
    return manager;
  }

  /** All of them so far. */
  NDList arrays() {
    return new NDList(arrays.values());
  }

  /** Frees them. */
  @Override
  public void close() {
    manager.close();
  }
}
