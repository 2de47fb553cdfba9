package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam that puts off what it does where gradients are zero: of a table of users or items a step
 * moves the rows of its triples only, and costs the same however many rows there are. Every other
 * parameter is moved as by {@link FusedAdam}.
 *
 * <p>With a gradient of zero, first and second moment m and v of a row decay, and the row goes on
 * by its momentum. What a row has missed in s steps after step t is made up for when it is next
 * touched, before it is used:
 *
 * <pre>
 *   sum_{i=1..s} of lr m_i' / (sqrt(v_i') + eps)  =  lr m' / (sqrt(v') + eps) sum_{i=1..s} r^i,   r = beta1 / sqrt(beta2)
 *   m <- beta1^s m,   v <- beta2^s v
 * </pre>
 *
 * <p>where m' and v' are corrected for their bias. The correction, which itself changes from step
 * to step, is taken at a typical one of them, t + min((s + 1) / 2, 1 / (1 - r)); but for this and
 * the decay of v beside epsilon it is the same as Adam: within a hundredth of the way.
 *
 * <p>The mean row of a masked modality's preferences is that of the step's users, an estimate of
 * the mean over all ({@link Rows#meanOfUsers}).
 */
public final class LazyAdam implements Optimizer {

  private final NDList parameters;
  private final AdamState state;
  private final NDManager manager;
  private final List<TableState> lazy = new ArrayList<>(); // one per parameter
  private final Map<NDArray, TableState> stateOf = new IdentityHashMap<>();

  /**
   * What is remembered of a parameter.
   *
   * @param first moments, of its shape
   * @param second moments, likewise
   * @param last the step that each of its rows was last moved in, [n, 1] or [n]; -1 where none has
   */
  record TableState(NDArray first, NDArray second, NDArray last) {}

  /**
   * Creates the optimiser with zero moments and the settings of {@link FusedAdam}.
   *
   * @param parent any manager that outlives the optimiser
   * @param parameters the arrays to update in place, in a fixed order
   * @param learningRate above 0
   */
  public LazyAdam(NDManager parent, NDList parameters, double learningRate) {
    this.parameters = parameters;
    this.state = new AdamState(parent, parameters, learningRate);
    this.manager = parent.newSubManager(parameters.head().getDevice());
    NDList moments = state.moments();
    for (int p = 0; p < parameters.size(); p++) {
      NDArray last = never(parameters.get(p).getShape());
      TableState own = new TableState(moments.get(p), moments.get(parameters.size() + p), last);
      lazy.add(own);
      stateOf.put(parameters.get(p), own);
    }
  }

  private NDArray never(Shape shape) {
    long[] perRow = shape.getShape().clone();
    Arrays.fill(perRow, 1, perRow.length, 1);
    return manager.full(new Shape(perRow), -1, DataType.FLOAT32);
  }

  @Override
  public boolean isLazy() {
    return true;
  }

  @Override
  public NDArray rows(NDArray table, NDArray ids) {
    return Kernels.lazyRows(table, ids, stateOf.get(table), state.step(), state.settings());
  }

  /** Those of the parameters that are no tables of rows, then those of the tables' rows. */
  @Override
  public NDList gradients(NDArray loss, Rows rows) {
    Split split = new Split(rows);
    NDList leaves = new NDList(split.whole);
    split.touched.forEach(table -> leaves.add(table.rows()));
    return Kernels.gradients(loss, leaves);
  }

  @Override
  public NDList parameters(Rows rows) {
    Split split = new Split(rows);
    NDList all = new NDList(split.whole);
    split.touched.forEach(some -> all.add(some.table()));
    return all;
  }

  @Override
  public void step(NDList gradients, Rows rows) {
    Split split = new Split(rows);
    int whole = split.whole.size();
    NDList moments = new NDList();
    split.whole.forEach(parameter -> moments.add(stateOf.get(parameter).first()));
    split.whole.forEach(parameter -> moments.add(stateOf.get(parameter).second()));
    Kernels.adam( // counts the step
        split.whole, gradients.subNDList(0, whole), moments, state.step(), state.settings());
    if (!split.touched.isEmpty()) {
      Kernels.lazyAdam(
          split.touched,
          gradients.subNDList(whole),
          split.touched.stream().map(table -> stateOf.get(table.table())).toList(),
          state.step(),
          state.settings());
    }
  }

  @Override
  public void settle() {
    Kernels.lazySettle(parameters, lazy, state.step(), state.settings());
  }

  /** Which parameters are tables of which some rows are touched. */
  private final class Split {

    private final NDList whole = new NDList();
    private final List<Rows.Gathered> touched = new ArrayList<>();

    Split(Rows rows) {
      Map<NDArray, Rows.Gathered> gathered = new IdentityHashMap<>();
      rows.gathered().forEach(some -> gathered.put(some.table(), some));
      for (NDArray parameter : parameters) {
        Rows.Gathered some = gathered.get(parameter);
        if (some == null) {
          whole.add(parameter);
        } else {
          touched.add(some);
        }
      }
    }
  }

  /** The step count, first moments, second moments, and the last steps of rows. */
  @Override
  public NDList state() {
    NDList all = state.arrays();
    lazy.forEach(table -> all.add(table.last()));
    return all;
  }

  @Override
  public void restore(NDList saved) {
    NDList own = state();
    if (saved.size() != own.size()) {
      throw new IllegalArgumentException(
          "state has " + saved.size() + " arrays, expected " + own.size());
    }
    Kernels.copy(saved, own);
  }

  @Override
  public void close() {
    manager.close();
    state.close();
  }
}
