package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Collection;
import java.util.Map;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.Rows;

/**
 * A backbone without a graph: what it makes of a user or an item depends on that one's rows alone.
 * A training step represents only the users and items that it touches.
 */
public abstract class RowwiseBackbone extends Backbone {

  RowwiseBackbone(Catalogue catalogue, Initializers initializers) {
    super(catalogue, initializers);
  }

  @Override
  public final Map<View, Representations> represent(
      ParameterStore parameters, Collection<View> views, boolean training) {
    return represent(parameters, views, Rows.all(), training);
  }

  /**
   * Some users and items under each of some views.
   *
   * @param parameters where parameters' values come from
   * @param views the views asked for
   * @param rows the users and items, whose order is that of the representations' rows
   * @param training whether gradients will be taken
   * @return one entry per view, in the order asked
   */
  public final Map<View, Representations> represent(
      ParameterStore parameters, Collection<View> views, Rows rows, boolean training) {
    return represent(values(parameters, training), views, rows);
  }

  /**
   * Takes the parameters of the same model on a catalogue whose items are the first of this one's.
   * Of the other items only features are known: what was learnt of single items (their ids, their
   * categories) is for them the mean over the known ones. So a user's score of a new item is what
   * its features say, plus what the user's scores of known items have in common. Zeros instead of
   * the mean would put new items before or behind all others by a number that says nothing of them.
   *
   * <p>To be called within a scope that has adopted both models.
   *
   * @param known a model of this kind
   */
  public final void continueFrom(RowwiseBackbone known) {
    NDList values = new NDList();
    NDList own = parameterArrays();
    NDList learnt = known.parameterArrays();
    for (int p = 0; p < own.size(); p++) {
      NDArray table = learnt.get(p).stopGradient();
      long added = own.get(p).getShape().get(0) - table.getShape().get(0);
      values.add(
          added == 0
              ? table
              : withMeans(table, known.ofItems(parameterNames().get(p), table), added));
    }
    Kernels.copy(values, own);
  }

  private static NDArray withMeans(NDArray table, NDArray ofItems, long count) {
    NDArray mean = ofItems.mean(new int[] {0}, true);
    Shape means = new Shape(count, table.getShape().get(1));
    return NDArrays.concat(new NDList(table, mean.broadcast(means)));
  }

  /**
   * What a table says of each item, where it says anything of items.
   *
   * @param parameter the table's name
   * @param table a row per item, or per something that items have
   * @return [n_i, d]
   */
  NDArray ofItems(String parameter, NDArray table) {
    return table;
  }

  /** The forward pass. */
  abstract Map<View, Representations> represent(Values values, Collection<View> views, Rows rows);
}
