package org.equimodal.distillation;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.equimodal.backbones.Backbone;
import org.equimodal.datasets.Modality;

/** A step's parameters, of which those of some modalities are constants. */
final class WithheldParameters extends ParameterStore {

  private final Set<Parameter> constants = new HashSet<>();

  /**
   * Parameters of a step.
   *
   * @param manager the step's
   * @param backbone whose parameters are asked for
   * @param modalities those whose own parameters learn nothing; none of them is usual
   */
  WithheldParameters(NDManager manager, Backbone backbone, Collection<Modality> modalities) {
    super(manager, false);
    modalities.forEach(modality -> constants.addAll(backbone.parametersOf(modality)));
  }

  @Override
  public NDArray getValue(Parameter parameter, Device device, boolean training) {
    NDArray value = super.getValue(parameter, device, training);
    return constants.contains(parameter) ? value.stopGradient() : value;
  }
}
