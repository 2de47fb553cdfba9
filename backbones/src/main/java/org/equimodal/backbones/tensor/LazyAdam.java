package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Adam that moves only what a step touches: of a table of users or items the rows of the step's
 * triples, whose moments decay only then; every other parameter as {@link FusedAdam} does. The bias
 * correction counts all steps. A step costs the same however many users there are.
 *
 * <p>The mean row of a masked modality's preferences is that of the step's users, an estimate of
 * the mean over all ({@link Rows#meanOfUsers}).
 *
 * <p>In plain Adam a row that was touched once goes on moving by its momentum, and its second
 * moment shrinks until it is touched again; here it waits.
 */
public final class LazyAdam implements Optimizer {

  private final NDList parameters;
  private final AdamState state;

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
  }

  @Override
  public boolean isLazy() {
    return true;
  }

  /** Those of the parameters that are no tables of rows, then those of the tables' rows. */
  @Override
  public NDList gradients(NDArray loss, Rows rows) {
    Split split = new Split(rows);
    NDList leaves = new NDList(split.whole.arrays);
    leaves.addAll(split.leaves);
    return Kernels.gradients(loss, leaves);
  }

  @Override
  public void step(NDList gradients, Rows rows) {
    Split split = new Split(rows);
    int whole = split.whole.arrays.size();
    Kernels.adam( // counts the step
        split.whole.arrays,
        gradients.subNDList(0, whole),
        split.whole.moments(),
        state.step(),
        state.settings());
    if (!split.ids.isEmpty()) {
      Kernels.lazyAdam(
          split.tables.arrays,
          split.ids,
          gradients.subNDList(whole),
          split.tables.moments(),
          state.step(),
          state.settings());
    }
  }

  /** Which parameters are tables of which some rows are touched. */
  private final class Split {

    private final Part whole = new Part();
    private final Part tables = new Part();
    private final NDList ids = new NDList();
    private final NDList leaves = new NDList();

    Split(Rows rows) {
      Map<NDArray, Rows.Gathered> gathered = new IdentityHashMap<>();
      rows.gathered().forEach(some -> gathered.put(some.table(), some));
      for (int p = 0; p < parameters.size(); p++) {
        Rows.Gathered touched = gathered.get(parameters.get(p));
        if (touched == null) {
          whole.add(p);
        } else {
          tables.add(p);
          ids.add(touched.ids());
          leaves.add(touched.rows());
        }
      }
    }
  }

  /** Some of the parameters with their moments. */
  private final class Part {

    private final NDList arrays = new NDList();
    private final NDList first = new NDList();
    private final NDList second = new NDList();

    void add(int parameter) {
      arrays.add(parameters.get(parameter));
      first.add(state.moments().get(parameter));
      second.add(state.moments().get(parameters.size() + parameter));
    }

    NDList moments() {
      NDList moments = new NDList(first);
      moments.addAll(second);
      return moments;
    }
  }

  /** The step count, then first moments, then second moments. */
  @Override
  public NDList state() {
    return state.arrays();
  }

  @Override
  public void restore(NDList saved) {
    state.restore(saved);
  }

  @Override
  public void close() {
    state.close();
  }
}
