package org.equimodal.trainer.training;

import org.equimodal.backbones.tensor.Devices;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves tests out where there is no GPU to be used, with what {@link Devices} says of it. */
final class NeedsGpu implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    try {
      return ConditionEvaluationResult.enabled("on " + Devices.choose("cuda"));
    } catch (InputException e) {
      return ConditionEvaluationResult.disabled(e.getMessage());
    }
  }
}
