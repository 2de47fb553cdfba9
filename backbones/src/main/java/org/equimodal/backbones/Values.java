package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

/** The current values of a backbone's parameters, for the time of one forward pass. */
@FunctionalInterface
interface Values {

  /** The value of a parameter on the catalogue's device. */
  NDArray of(Parameter parameter);
}
