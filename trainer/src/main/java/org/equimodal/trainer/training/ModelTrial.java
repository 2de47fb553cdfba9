package org.equimodal.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.function.Supplier;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.tensor.Dropout;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.Optimizer;
import org.equimodal.distillation.BalancingMethod;
import org.equimodal.distillation.TrainingStep;
import org.equimodal.distillation.Trial;

/** Trainings of a model on trial, in its own memory: its parameters are copied and put back. */
final class ModelTrial implements Trial {

  private final Backbone backbone;
  private final Optimizer optimizer;
  private final Supplier<Optimizer> optimizers;
  private final BatchFeed batches;
  private final double lambda2;
  private final Interruption interruption;

  /**
   * Prepares; nothing is copied before a trial begins.
   *
   * @param backbone the model
   * @param optimizer of its training, whose state trials begin with and do not change
   * @param optimizers makes others of the same kind
   * @param batches of its training
   * @param lambda2 weight of L2
   * @param interruption a wish to stop
   */
  ModelTrial(
      Backbone backbone,
      Optimizer optimizer,
      Supplier<Optimizer> optimizers,
      BatchFeed batches,
      double lambda2,
      Interruption interruption) {
    this.backbone = backbone;
    this.optimizer = optimizer;
    this.optimizers = optimizers;
    this.batches = batches;
    this.lambda2 = lambda2;
    this.interruption = interruption;
  }

  @Override
  public Backbone backbone() {
    return backbone;
  }

  /**
   * See {@link Trial#after}.
   *
   * @throws DivergedException if the loss is no longer finite
   * @throws Interruption.StoppedException if the training was asked to stop; nothing is saved
   */
  @Override
  public <T> T after(BalancingMethod method, int epoch, int epochs, Supplier<T> look) {
    NDList parameters = backbone.parameterArrays();
    try (NDManager scratch = backbone.catalogue().manager().newSubManager()) {
      NDList before = new NDList();
      for (NDArray parameter : parameters) {
        before.add(scratch.zeros(parameter.getShape(), parameter.getDataType()));
      }
      Kernels.copy(parameters, before);
      try {
        train(method, epoch, epochs);
        return look.get();
      } finally {
        Kernels.copy(before, parameters);
      }
    }
  }

  private void train(BalancingMethod method, int epoch, int epochs) {
    try (Optimizer copy = optimizers.get();
        TrainingStep step = new TrainingStep(backbone, method, copy, lambda2)) {
      copy.restore(optimizer.state());
      for (int current = epoch; current < epoch + epochs; current++) {
        for (int index = 0; index < batches.perEpoch(); index++) {
          take(step, batches.take(current, index));
        }
        step.settle();
        TrainingLoop.collectBuffers();
      }
      int steps = epochs * batches.perEpoch();
      if (step.finiteSteps() < steps) {
        throw new DivergedException(
            "training diverged: on trial in view "
                + method.primaryView()
                + ", the loss was finite in "
                + step.finiteSteps()
                + " of "
                + steps
                + " steps; lower training.learningRate");
      }
    }
  }

  private void take(TrainingStep step, BatchFeed.Batch batch) {
    Dropout.seed(batch.seed());
    step.run(batch.training(), batch.generic());
    if (interruption.isRequested()) {
      throw new Interruption.StoppedException("a training on trial was interrupted");
    }
  }
}
