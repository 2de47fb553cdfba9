package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The users and items that a step is about: all, or those that its triples touch. Where they are
 * leaves, a parameter's rows begin the graph of the step, so gradients are those of the rows and
 * nothing of the table's size is computed; see {@link LazyAdam}.
 */
public final class Rows {

  private final NDArray users;
  private final NDArray items;
  private final Optimizer lazy; // null where rows of parameters are no leaves
  private final Map<NDArray, Gathered> gathered = new IdentityHashMap<>();

  /**
   * Rows of a table.
   *
   * @param table [n, d]
   * @param ids which of its rows, int64 [k], distinct
   * @param rows [k, d]
   */
  record Gathered(NDArray table, NDArray ids, NDArray rows) {}

  private Rows(NDArray users, NDArray items, Optimizer lazy) {
    this.users = users;
    this.items = items;
    this.lazy = lazy;
  }

  /** All users and items. */
  public static Rows all() {
    return new Rows(null, null, null);
  }

  /** Those that triples touch; gradients go to the tables. */
  public static Rows of(TripleUpload.Touched touched) {
    return new Rows(touched.users(), touched.items(), null);
  }

  /**
   * Those that triples touch, rows of parameters as leaves if the optimiser is lazy.
   *
   * @param touched which
   * @param optimizer knows the rows as they are before the step
   */
  public static Rows of(TripleUpload.Touched touched, Optimizer optimizer) {
    return optimizer.isLazy() ? new Rows(touched.users(), touched.items(), optimizer) : of(touched);
  }

  /**
   * The users' rows of a table.
   *
   * @param table [n_u, d]
   * @return [k, d]
   */
  public NDArray ofUsers(NDArray table) {
    return select(table, users);
  }

  /**
   * The items' rows of a table.
   *
   * @param table [n_i, d] or [n_i]
   * @return [l, d] or [l]
   */
  public NDArray ofItems(NDArray table) {
    return select(table, items);
  }

  /**
   * The mean row of a table of users: of all of them, or of these where they are leaves.
   *
   * @param table [n_u, d]
   * @return [1, d]
   */
  public NDArray meanOfUsers(NDArray table) {
    return (lazy != null ? ofUsers(table) : table).mean(new int[] {0}, true);
  }

  /**
   * A map of the items' rows of a constant matrix. All rows are mapped if these are more than half
   * of them.
   *
   * @param matrix [n_i, d_m]
   * @param map of each row by itself
   * @return [l, d]
   */
  public NDArray mapItems(NDArray matrix, UnaryOperator<NDArray> map) {
    boolean few = items != null && areFew(items.getShape().get(0), matrix.getShape().get(0));
    return few
        ? map.apply(Kernels.rows(matrix, items))
        : items == null ? map.apply(matrix) : Kernels.rows(map.apply(matrix), items);
  }

  /** Whether it pays to copy some rows of a matrix instead of working on all of them. */
  static boolean areFew(long some, long all) {
    return 2 * some <= all;
  }

  /** The rows of parameters so far, where they are leaves. */
  Collection<Gathered> gathered() {
    return gathered.values();
  }

  private NDArray select(NDArray table, NDArray ids) {
    if (ids == null) {
      return table;
    }
    if (lazy == null || !table.hasGradient()) {
      return Kernels.rows(table, ids);
    }
    return gathered.computeIfAbsent(table, absent -> gather(table, ids)).rows();
  }

  private Gathered gather(NDArray table, NDArray ids) {
    NDArray rows = lazy.rows(table, ids);
    rows.setRequiresGradient(true);
    return new Gathered(table, ids, rows);
  }
}
