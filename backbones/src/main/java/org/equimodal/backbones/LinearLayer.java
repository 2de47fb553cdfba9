package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepWork;

/** A linear layer {@code x W^T + beta} with PyTorch's initial values, bias included. */
final class LinearLayer {

  private final String name;
  private final List<Parameter> parameters = new ArrayList<>(); // W, [outputs, inputs]; beta

  /**
   * Declares {@code <name>.weight} and {@code <name>.bias} on the backbone.
   *
   * @param backbone whose parameters they become
   * @param name of the layer
   * @param inputs width of the rows it takes
   * @param outputs width of the rows it gives
   */
  LinearLayer(Backbone backbone, String name, int inputs, int outputs) {
    this(backbone, name, inputs, outputs, true);
  }

  private LinearLayer(Backbone backbone, String name, int inputs, int outputs, boolean biased) {
    this.name = name;
    Initializers.Draw draw = Initializers.linear(inputs);
    parameters.add(backbone.weight(name + ".weight", new Shape(outputs, inputs), draw));
    if (biased) {
      parameters.add(backbone.parameter(name + ".bias", new Shape(outputs), draw));
    }
  }

  /** A layer without beta. */
  static LinearLayer unbiased(Backbone backbone, String name, int inputs, int outputs) {
    return new LinearLayer(backbone, name, inputs, outputs, false);
  }

  /**
   * Applies the layer.
   *
   * @param rows [rows, inputs]
   * @return [rows, outputs]
   */
  NDArray apply(NDArray rows, Values values) {
    NDArray weight = values.of(parameters.get(0));
    StepWork.noteLinear(name, rows, weight);
    return parameters.size() == 1
        ? Linear.linear(rows, weight).singletonOrThrow()
        : Linear.linear(rows, weight, values.of(parameters.get(1))).singletonOrThrow();
  }

  /** {@link #apply} of a layer with beta, its product in bfloat16. */
  NDArray applyInBfloat16(NDArray rows, Values values) {
    NDArray weight = values.of(parameters.get(0));
    StepWork.noteLinear(name, rows, weight);
    return Kernels.linearBfloat16(rows, weight, values.of(parameters.get(1)));
  }

  List<Parameter> parameters() {
    return parameters;
  }
}
