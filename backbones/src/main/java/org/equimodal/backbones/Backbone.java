package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.equimodal.datasets.Modality;

/**
 * A multimedia recommender as a DJL Block: it represents users and items under any view, and scores
 * are dot products. A subclass declares its parameters in its constructor and writes its forward
 * pass once, in {@link #represent}.
 */
public abstract class Backbone extends AbstractBlock {

  private final Catalogue catalogue;
  private final Initializers initializers;

  /**
   * Starts a backbone.
   *
   * @param catalogue the dataset on the device
   * @param initializers draws the initial parameters
   */
  protected Backbone(Catalogue catalogue, Initializers initializers) {
    this.catalogue = catalogue;
    this.initializers = initializers;
  }

  /**
   * Users and items under each of some views. Whatever the views share is computed once.
   *
   * @param parameters where parameters' values come from
   * @param views the views asked for
   * @param training whether gradients will be taken: stochastic parts act only then
   * @return one entry per view, in the order asked
   */
  public abstract Map<View, Representations> represent(
      ParameterStore parameters, Collection<View> views, boolean training);

  /**
   * The parameters that belong to one modality; the others are shared. The groups of two modalities
   * are disjoint.
   *
   * @param modality one of the catalogue's
   */
  public abstract List<Parameter> parametersOf(Modality modality);

  /**
   * Whether training adds a loss of the backbone's own: then every view's {@link
   * Representations#auxiliaryLoss} is present.
   */
  public boolean hasAuxiliaryLoss() {
    return false;
  }

  /**
   * Restores what must hold of the parameters themselves. Training calls it before the first step
   * and after every one, within its scope.
   */
  public void constrainParameters() {}

  /** The dataset on the device. */
  public final Catalogue catalogue() {
    return catalogue;
  }

  /** Makes the parameters in the owner's memory. */
  public final void initialize(NDManager owner) {
    initialize(owner, catalogue.type(), new Shape(1), new Shape(1));
  }

  /** Current values of all parameters, in a fixed order. */
  public final NDList parameterArrays() {
    NDList arrays = new NDList();
    for (Pair<String, Parameter> parameter : getParameters()) {
      arrays.add(parameter.getValue().getArray());
    }
    return arrays;
  }

  /** Names of all parameters, in the order of {@link #parameterArrays}. */
  public final List<String> parameterNames() {
    return getParameters().keys();
  }

  /** Everything long-lived that a step touches, for its scope to adopt. */
  public final NDList residents() {
    NDList residents = parameterArrays();
    residents.addAll(catalogue.residents());
    return residents;
  }

  /**
   * Scores of user-item pairs with all modalities: the plain DJL entry.
   *
   * @param inputs int64 user ids [b] and item ids [b]
   * @return scores [b]
   */
  @Override
  protected final NDList forwardInternal(
      ParameterStore parameters, NDList inputs, boolean training, PairList<String, Object> params) {
    View full = View.full(catalogue.modalities());
    Representations all = represent(parameters, List.of(full), training).get(full);
    NDArray users = all.userMatrix(catalogue.users()).get(inputs.get(0));
    NDArray items = all.itemMatrix(catalogue.items()).get(inputs.get(1));
    return new NDList(users.mul(items).sum(new int[] {1}));
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0]};
  }

  /** Declares a parameter; its initial values depend on its name and the seed alone. */
  final Parameter parameter(String name, Shape shape, Initializers.Draw draw) {
    return parameter(name, Parameter.Type.OTHER, shape, initializers.forParameter(name, draw));
  }

  /** Declares the weight of a linear map, whose type tells it from tables and biases. */
  final Parameter weight(String name, Shape shape, Initializers.Draw draw) {
    return parameter(name, Parameter.Type.WEIGHT, shape, initializers.forParameter(name, draw));
  }

  /** Declares a parameter that starts from given values. */
  final Parameter parameter(String name, NDArray initial) {
    return parameter(name, Parameter.Type.OTHER, initial.getShape(), Initializers.copyOf(initial));
  }

  private Parameter parameter(
      String name, Parameter.Type type, Shape shape, Initializer initializer) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optShape(shape)
            .optInitializer(initializer)
            .build());
  }

  /** Declares a table of embeddings, Glorot uniform. */
  final Parameter table(String name, int rows, int columns) {
    return parameter(name, new Shape(rows, columns), Initializers.xavierUniform(rows, columns));
  }

  /** The values of the parameters on the catalogue's device. */
  final Values values(ParameterStore parameters, boolean training) {
    return parameter -> parameters.getValue(parameter, catalogue.device(), training);
  }
}
