package org.equimodal.backbones;

import ai.djl.training.ParameterStore;
import java.util.Collection;
import java.util.Map;
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

  /** The forward pass. */
  abstract Map<View, Representations> represent(Values values, Collection<View> views, Rows rows);
}
