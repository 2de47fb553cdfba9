package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.Scalars;

/**
 * Margins of views on one upload of triples: first the training triples, then the generic ones. A
 * factor's margins are computed once, whatever views it appears in, and on the generic triples only
 * if some view needs them there.
 */
public final class Margins {

  private final Map<View, Representations> views;
  private final NDArray triples;
  private final NDArray trainingTriples;
  private final int batch;
  private final Set<Factor> onGeneric = new HashSet<>();
  private final Set<Factor> regularized = new HashSet<>();
  private final IdentityHashMap<Factor, Kernels.MarginsAndSquares> computed =
      new IdentityHashMap<>();

  /** {@link #Margins(Map, NDArray, int, Collection, Collection)} with the L2 of all views. */
  public Margins(
      Map<View, Representations> views, NDArray triples, int batch, Collection<View> genericViews) {
    this(views, triples, batch, genericViews, views.keySet());
  }

  /**
   * Prepares; nothing is computed before it is asked for.
   *
   * @param views representations by view
   * @param triples int64 [3, B + G], in the step's scope
   * @param batch B, how many of them are training triples
   * @param genericViews the views whose margins on the generic triples will be asked for
   * @param regularizedViews the views whose L2 will be asked for
   */
  public Margins(
      Map<View, Representations> views,
      NDArray triples,
      int batch,
      Collection<View> genericViews,
      Collection<View> regularizedViews) {
    this.views = views;
    this.triples = triples;
    this.batch = batch;
    this.trainingTriples =
        batch == triples.getShape().get(1) ? triples : triples.get(new NDIndex(":, :" + batch));
    for (View view : genericViews) {
      onGeneric.addAll(views.get(view).factors());
    }
    for (View view : regularizedViews) {
      regularized.addAll(views.get(view).factors());
    }
  }

  /** The triples without the generic ones, int64 [3, B]. */
  public NDArray trainingTriples() {
    return trainingTriples;
  }

  /** score(u,i) - score(u,j) of a view on the training triples, [B]. */
  public NDArray training(View view) {
    return sum(view, 0, batch);
  }

  /** score(u,j) - score(u,k) of a view on the generic triples, [G]. */
  public NDArray generic(View view) {
    if (!onGeneric.containsAll(views.get(view).factors())) {
      throw new IllegalArgumentException(view + " was not announced as a view on generic triples");
    }
    return sum(view, batch, triples.getShape().get(1));
  }

  /** Several views' margins on the training triples, [views, B]. */
  public NDArray training(List<View> of) {
    return NDArrays.stack(new NDList(of.stream().map(this::training).toList()));
  }

  /** Several views' margins on the generic triples, [views, G]. */
  public NDArray generic(List<View> of) {
    return NDArrays.stack(new NDList(of.stream().map(this::generic).toList()));
  }

  /** {@code sum over the batch of (|U_u|^2 + |I_i|^2 + |I_j|^2) / (2 B)} of a view, a scalar. */
  public NDArray l2(View view) {
    if (!regularized.containsAll(views.get(view).factors())) {
      throw new IllegalArgumentException("the L2 of " + view + " was not announced");
    }
    NDArray squares = null;
    for (Factor factor : views.get(view).factors()) {
      NDArray own = of(factor).squares();
      squares = squares == null ? own : squares.add(own);
    }
    return Scalars.times(squares, 1 / (2.0 * batch));
  }

  private NDArray sum(View view, long from, long to) {
    Representations all = views.get(view);
    List<Factor> moving = all.moving().factors();
    NDArray sum = null;
    for (Factor factor : moving.isEmpty() ? all.factors() : moving) { // constant ones give zeros
      NDArray own = of(factor).margins();
      NDArray part =
          own.getShape().get(0) == to - from ? own : own.get(new NDIndex(from + ":" + to));
      sum = sum == null ? part : sum.add(part);
    }
    return sum;
  }

  private Kernels.MarginsAndSquares of(Factor factor) {
    return computed.computeIfAbsent(
        factor,
        f ->
            f.margins(
                onGeneric.contains(f) ? triples : trainingTriples,
                regularized.contains(f) ? batch : 0));
  }
}
