package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import java.util.List;
import org.equimodal.backbones.tensor.Matmul;
import org.equimodal.backbones.tensor.UnitRows;
import org.equimodal.datasets.Modality;

/** The linear maps of the modalities' features into the model's space: W_m and beta_m. */
final class Projections {

  private static final float SLOPE = 0.01f;

  private final List<LinearLayer> layers;
  private final boolean inBfloat16;

  /** Declares {@code <m>.projection} for every modality. */
  Projections(Backbone backbone, int dimension) {
    Catalogue catalogue = backbone.catalogue();
    inBfloat16 = catalogue.matmul() == Matmul.BFLOAT16;
    layers =
        catalogue.modalities().stream()
            .map(
                m ->
                    new LinearLayer(
                        backbone, m.name() + ".projection", catalogue.width(m), dimension))
            .toList();
  }

  /**
   * V^m = F^{m,S} W_m^T + beta_m.
   *
   * @return [n_i, d], or [1, d] where the view masks the modality
   */
  NDArray of(Modality m, View view, ModalityInputs inputs, Values values) {
    LinearLayer layer = layers.get(m.index());
    return inputs.projected(
        m,
        view,
        rows -> inBfloat16 ? layer.applyInBfloat16(rows, values) : layer.apply(rows, values));
  }

  /** norm(lrelu(V^m)): rows of unit length, as many as V^m has. */
  NDArray unit(Modality m, View view, ModalityInputs inputs, Values values) {
    return inputs.shared(
        "unit items", m, view, () -> UnitRows.of(leaky(of(m, view, inputs, values))));
  }

  /** W_m and beta_m. */
  List<Parameter> parametersOf(Modality m) {
    return layers.get(m.index()).parameters();
  }

  /** Leaky ReLU with slope 0.01. */
  static NDArray leaky(NDArray array) {
    return Activation.leakyRelu(array, SLOPE);
  }
}
