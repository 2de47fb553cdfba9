package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import java.util.List;
import org.equimodal.backbones.tensor.Scalars;

/**
 * The regulariser of GRCN's and EgoGCN's original code, on raw tables: {@code weight * ( mean over
 * the 2B rows (u,i), (u,j) of (X_u^2 + X_item^2) + sum_m mean of (P^m_u)^2 )}, means over rows and
 * columns.
 *
 * @param ids X of users and items
 * @param preferences P^m of every modality, [n_u, d] each
 * @param weight of the whole
 */
record TablePenalty(Factor ids, List<NDArray> preferences, double weight) implements AuxiliaryLoss {

  /**
   * The penalty on a backbone's tables.
   *
   * @param nodes X, [N, d]
   */
  static TablePenalty of(
      Backbone backbone, Parameter nodes, Preferences preferences, Values values, double weight) {
    Catalogue catalogue = backbone.catalogue();
    return new TablePenalty(
        Factor.ofNodes(values.of(nodes), catalogue.users()),
        catalogue.modalities().stream().map(m -> values.of(preferences.of(m))).toList(),
        weight);
  }

  @Override
  public NDArray on(NDArray triples) {
    NDArray users = triples.get(0); // a user is in both rows of a triple: their mean is that over B
    NDArray items = triples.get(new NDIndex("1:")).reshape(new Shape(-1));
    NDArray sum = meanSquare(ids.users(), users).add(meanSquare(ids.items(), items));
    for (NDArray table : preferences) {
      sum = sum.add(meanSquare(table, users));
    }
    return Scalars.times(sum, weight);
  }

  private static NDArray meanSquare(NDArray table, NDArray rows) {
    return Embedding.embedding(rows, table, SparseFormat.DENSE).singletonOrThrow().square().mean();
  }
}
