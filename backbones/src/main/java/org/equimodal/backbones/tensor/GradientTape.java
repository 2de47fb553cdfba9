package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The operations of a step whose gradients libtorch does not have, or has only slowly: those on the
 * edges of a graph ({@link Edges}), {@link UnitRows} and {@link Products}. libtorch's graph of the
 * step is cut at each of them: its inputs end one piece of the graph and its result, a leaf, begins
 * the next. {@link Kernels#gradients} goes through the entries backwards, asking libtorch for the
 * gradients within a piece and computing those of the operations themselves.
 *
 * <p>A piece is gone through once, so whatever is used in two pieces must begin one: {@link #cut}
 * makes it so. Without the cut libtorch refuses to go through the common part a second time.
 *
 * <p>A training {@link StepScope} has a tape, of which there is one in a process at a time;
 * elsewhere nothing is recorded.
 */
public final class GradientTape {

  private static final int COLUMNS = 5;

  private static GradientTape current;

  private final List<Entry> entries = new ArrayList<>();
  private final Set<NDArray> leaves = Collections.newSetFromMap(new IdentityHashMap<>());

  /** What a tape can hold; the order is that of {@code kernels.py}. */
  enum Operation {
    CUT,
    SUM,
    DOT,
    SOFTMAX,
    GATHER,
    UNIT_ROWS,
    ADD_PRODUCT
  }

  /** What happened; {@code edges} is null where it was not on edges. */
  private record Entry(Operation operation, NDArray result, List<NDArray> inputs, Edges edges) {}

  private GradientTape() {}

  static void start() {
    current = new GradientTape();
  }

  static void stop() {
    current = null;
  }

  static boolean isRunning() {
    return current != null;
  }

  /**
   * The same values as the beginning of a new piece of the graph.
   *
   * @param array any array
   * @return the array to use from here on; the same one if it needs no gradient or no tape runs
   */
  public static NDArray cut(NDArray array) {
    return current == null ? array : current.leafOf(array);
  }

  /** Notes an operation; returns its result. */
  static NDArray record(Operation operation, NDArray result, NDArray... inputs) {
    return record(operation, result, null, inputs);
  }

  /** Notes an operation on edges, with one or two inputs; returns its result. */
  static NDArray record(Operation operation, NDArray result, Edges edges, NDArray... inputs) {
    if (current == null) {
      return result;
    }
    List<NDArray> cut = Arrays.stream(inputs).map(GradientTape::cut).toList();
    if (edges != null) {
      StepWork.noteEdges(operation, edges, cut, current.leaves);
    }
    return cut.stream().anyMatch(current.leaves::contains)
        ? current.add(new Entry(operation, result, cut, edges))
        : result;
  }

  private NDArray leafOf(NDArray array) {
    return leaves.contains(array) || !Kernels.needsGradient(array)
        ? array
        : add(new Entry(Operation.CUT, array.stopGradient(), List.of(array), null));
  }

  private NDArray add(Entry entry) {
    entry.result().setRequiresGradient(true);
    leaves.add(entry.result());
    entries.add(entry);
    return entry.result();
  }

  /**
   * The tape as {@code kernels.py} reads it.
   *
   * @param values leaves (parameters, then results in the order of the entries), the loss, and
   *     whatever else the entries speak of
   * @param program int64 [1 + entries, 5] on the host: the numbers of parameters and of leaves;
   *     then per entry its operation, and the positions in {@code values} of its result, its inputs
   *     and, in the last column, the first array of its edges
   */
  record Program(NDList values, NDArray program) {}

  /** Writes down the running tape, which may be empty. */
  static Program program(NDArray loss, NDList parameters, NDManager host) {
    List<Entry> entries = current == null ? List.of() : current.entries;
    NDList values = new NDList();
    Map<NDArray, Integer> positions = new IdentityHashMap<>();
    parameters.forEach(parameter -> position(parameter, values, positions));
    entries.forEach(entry -> position(entry.result(), values, positions));
    int leaves = values.size();
    position(loss, values, positions);
    long[] rows = new long[(entries.size() + 1) * COLUMNS];
    rows[0] = parameters.size();
    rows[1] = leaves;
    int start = COLUMNS;
    for (Entry entry : entries) {
      int at = start;
      rows[at++] = entry.operation().ordinal();
      rows[at++] = position(entry.result(), values, positions);
      for (NDArray input : entry.inputs()) {
        rows[at++] = position(input, values, positions);
      }
      if (entry.edges() != null) {
        rows[start + COLUMNS - 1] = position(entry.edges(), values, positions);
      }
      start += COLUMNS;
    }
    return new Program(values, host.create(rows, new Shape(entries.size() + 1, COLUMNS)));
  }

  private static int position(Edges edges, NDList values, Map<NDArray, Integer> positions) {
    edges.arrays().forEach(array -> position(array, values, positions));
    return positions.get(edges.arrays().head());
  }

  private static int position(NDArray array, NDList values, Map<NDArray, Integer> positions) {
    return positions.computeIfAbsent(
        array,
        added -> {
          values.add(added);
          return values.size() - 1;
        });
  }
}
