package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import org.equimodal.backbones.Backbones;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.Optimizer;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.distillation.PlainMethod;
import org.equimodal.distillation.TrainingStep;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is tried out goes on where the training stands, and leaves no trace. */
class ModelTrialTest {

  private static final Settings SETTINGS =
      Configuration.resolve(
          new Sources(List.of(), List.of("training.batchSize=256"), List.of()),
          Backbones.ids(),
          id -> Backbones.get(id).settingsType());

  private final Catalogue catalogue =
      new Catalogue(SampleDataset.create(), Device.cpu(), DataType.FLOAT32);
  private final ModelTraining model = new ModelTraining(SETTINGS, catalogue, "student");
  private final Optimizer optimizer = model.optimizer();
  private final BatchFeed batches = model.feed(false);
  private final PlainMethod method = new PlainMethod(View.full(catalogue.modalities()));
  private final Interruption interruption = new Interruption();
  private final ModelTrial trial =
      new ModelTrial(model.backbone(), optimizer, model::optimizer, batches, 0, interruption);

  @AfterEach
  void free() {
    batches.close();
    optimizer.close();
    model.close();
    catalogue.close();
  }

  private static float[][] values(NDList arrays) {
    return arrays.stream().map(NDArray::toFloatArray).toArray(float[][]::new);
  }

  private float[][] parameters() {
    return values(model.backbone().parameterArrays());
  }

  /** An epoch of the training itself. */
  private void train(int epoch) {
    try (TrainingStep step = new TrainingStep(model.backbone(), method, optimizer, 0)) {
      for (int index = 0; index < batches.perEpoch(); index++) {
        BatchFeed.Batch batch = batches.take(epoch, index);
        step.run(batch.training(), batch.generic());
      }
    }
  }

  @Test
  void goesOnWithTheTraining() {
    train(1);
    float[][] before = parameters();
    float[][] state = values(optimizer.state());
    float[][] tried = trial.after(method, 2, 2, this::parameters);
    assertThat(parameters()).isDeepEqualTo(before);
    assertThat(values(optimizer.state())).isDeepEqualTo(state);
    assertThat(Arrays.deepEquals(tried, before)).isFalse();
    train(2);
    train(3);
    assertThat(parameters()).isDeepEqualTo(tried);
  }

  @Test
  void stopsWhenItIsAskedTo() {
    float[][] before = parameters();
    interruption.request();
    assertThatThrownBy(() -> trial.after(method, 1, 1, () -> 0))
        .isInstanceOf(Interruption.StoppedException.class);
    assertThat(parameters()).isDeepEqualTo(before);
  }

  @Test
  void saysThatTheTrainingDiverged() {
    NDArray items = model.backbone().getDirectParameters().get("item_embedding").getArray();
    try (var scratch = catalogue.manager().newSubManager()) {
      Kernels.copy(
          new NDList(scratch.full(items.getShape(), Float.NaN, items.getDataType())),
          new NDList(items));
    }
    assertThatThrownBy(() -> trial.after(method, 1, 1, () -> 0))
        .isInstanceOf(DivergedException.class)
        .hasMessageContainingAll("on trial", "finite in 0 of", "training.learningRate");
  }
}
