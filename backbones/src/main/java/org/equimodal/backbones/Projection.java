package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.util.List;
import org.equimodal.datasets.Modality;

/**
 * The linear map of one modality's features into the model's space, {@code F W_m^T + beta_m}; kept
 * and masked rows alike.
 */
final class Projection {

  private final Backbone backbone;
  private final Parameter weight; // W_m, [d, d_m]
  private final Parameter bias; // beta_m, [d]

  /** Declares {@code <m>.projection.weight} and {@code <m>.projection.bias} on the backbone. */
  Projection(Backbone backbone, Modality modality, int dimension) {
    this.backbone = backbone;
    int width = backbone.catalogue().width(modality);
    String name = modality.name() + ".projection";
    Initializers.Draw draw = Initializers.linear(width);
    weight = backbone.parameter(name + ".weight", new Shape(dimension, width), draw);
    bias = backbone.parameter(name + ".bias", new Shape(dimension), draw);
  }

  /**
   * Projects.
   *
   * @param features [rows, d_m]
   * @return [rows, d]
   */
  NDArray apply(NDArray features, ParameterStore parameters, boolean training) {
    return Linear.linear(
            features,
            backbone.value(parameters, weight, training),
            backbone.value(parameters, bias, training))
        .singletonOrThrow();
  }

  List<Parameter> parameters() {
    return List.of(weight, bias);
  }
}
