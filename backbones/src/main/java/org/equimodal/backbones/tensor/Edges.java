package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import org.equimodal.backbones.tensor.GradientTape.Operation;

/**
 * Directed edges of a graph on the device, sorted by their targets, and the operations of message
 * passing on them. Equally: the non-zero entries of a sparse matrix, one row per target. Every
 * operation gathers, in both directions, so nothing of the size edges x width is ever stored and
 * sums do not depend on the order of threads. Gradients flow through all of them by {@link
 * GradientTape}.
 */
public final class Edges {

  private final int targets;
  private final int sources;
  private final int count;
  private final NDArray source; // s(e), [edges]
  private final NDArray offsets; // of the first edge of each target, [targets + 1]
  private final NDArray target; // t(e), [edges]
  private final NDList arrays;

  /**
   * Uploads edges.
   *
   * @param constants owner of the arrays
   * @param targets number of targets
   * @param sources number of sources
   * @param offsets position of the first edge of each target, then the number of edges; [targets +
   *     1]
   * @param source the source of each edge
   */
  public Edges(Constants constants, int targets, int sources, int[] offsets, int[] source) {
    this.targets = targets;
    this.sources = sources;
    this.count = source.length;
    int[] target = new int[count];
    for (int t = 0; t < targets; t++) {
      Arrays.fill(target, offsets[t], offsets[t + 1], t);
    }
    int[] backOffsets = new int[sources + 1]; // the same edges sorted by their sources
    for (int s : source) {
      backOffsets[s + 1]++;
    }
    Arrays.parallelPrefix(backOffsets, Integer::sum);
    int[] next = backOffsets.clone();
    int[] backSource = new int[count];
    int[] backEdge = new int[count];
    for (int e = 0; e < count; e++) {
      int at = next[source[e]]++;
      backSource[at] = target[e];
      backEdge[at] = e;
    }
    this.source = constants.shortIds(source);
    this.offsets = constants.shortIds(offsets);
    this.target = constants.shortIds(target);
    this.arrays =
        new NDList(
            this.source,
            this.offsets,
            this.target,
            constants.shortIds(backSource),
            constants.shortIds(backOffsets),
            constants.shortIds(backEdge));
  }

  /** Number of targets. */
  public int targets() {
    return targets;
  }

  /** Number of sources. */
  public int sources() {
    return sources;
  }

  /** Number of edges. */
  public int count() {
    return count;
  }

  /** In the order of {@code kernels.py}. */
  NDList arrays() {
    return arrays;
  }

  /**
   * {@code y_t = sum over edges e into t of w_e x_s(e)}: the sparse matrix of the weights times a
   * matrix. Targets without an edge get zeros.
   *
   * @param weights w, [edges]
   * @param rows x, [sources, d]
   * @return [targets, d]
   */
  public NDArray sum(NDArray weights, NDArray rows) {
    NDArray sums = Kernels.edgeSum(rows, weights, source, offsets);
    return GradientTape.record(Operation.SUM, sums, this, weights, rows);
  }

  /**
   * {@code a_e = <x_t(e), y_s(e)>}.
   *
   * @param targetRows x, [targets, d]
   * @param sourceRows y, [sources, d]
   * @return [edges]
   */
  public NDArray dot(NDArray targetRows, NDArray sourceRows) {
    NDArray dots = Kernels.edgeDot(targetRows, sourceRows, source, offsets, target);
    return GradientTape.record(Operation.DOT, dots, this, targetRows, sourceRows);
  }

  /**
   * Softmax over the edges of each target. Nothing is subtracted before exponentiation: the logits
   * must be of moderate size, as dot products of unit rows are. An edge with logit -infinity gets
   * weight 0, and so do all edges of a target that has no other.
   *
   * @param logits [edges], each below 80
   * @return [edges]
   */
  public NDArray softmax(NDArray logits) {
    NDArray weights = Kernels.edgeSoftmax(logits, offsets, target);
    return GradientTape.record(Operation.SOFTMAX, weights, this, logits);
  }

  /**
   * Sum of a value over the edges of each target; gradients end here.
   *
   * @param values [edges]
   * @return [targets]
   */
  public NDArray total(NDArray values) {
    return Kernels.edgeTotal(values, offsets);
  }

  /**
   * The value of each edge's source.
   *
   * @param values [sources]
   * @return [edges]
   */
  public NDArray ofSource(NDArray values) {
    NDArray gathered = Kernels.edgeGather(values, source);
    return GradientTape.record(Operation.GATHER, gathered, this, values);
  }

  /**
   * Values of the edges in the order of their sources; gradients end here.
   *
   * @param values [edges]
   * @return [edges]
   */
  public NDArray bySource(NDArray values) {
    return Kernels.edgeGather(values, arrays.get(5));
  }
}
