package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.List;
import org.equimodal.backbones.Backbones;
import org.equimodal.backbones.Catalogue;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.distillation.CkdMethod;
import org.equimodal.distillation.Teacher;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.run.Checkpoint;
import org.equimodal.trainer.run.RunFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model: its random streams, and that it leaves its teachers alone. */
class ModelTrainingTest {

  private static final Settings SETTINGS =
      Configuration.resolve(
          new Sources(List.of(), List.of("training.epochs=2", "training.batchSize=128"), List.of()),
          Backbones.ids(),
          id -> Backbones.get(id).settingsType());

  private static Catalogue catalogue;

  @TempDir Path folder;

  @BeforeAll
  static void upload() {
    catalogue = new Catalogue(SampleDataset.create(), Device.cpu(), DataType.FLOAT32);
  }

  @AfterAll
  static void free() {
    catalogue.close();
  }

  private static ModelTraining model(String role) {
    return new ModelTraining(SETTINGS, catalogue, role);
  }

  private static List<float[]> values(List<NDArray> arrays) {
    return arrays.stream().map(NDArray::toFloatArray).toList();
  }

  @Test
  void aStudentsBatchesDoNotDependOnItsMethod() {
    try (ModelTraining model = model("student");
        BatchFeed plain = model.feed(false);
        BatchFeed ckd = model.feed(true)) {
      for (int index = 0; index < plain.perEpoch(); index++) {
        BatchFeed.Batch batch = ckd.take(1, index);
        assertThat(batch.training())
            .usingRecursiveComparison()
            .isEqualTo(plain.take(1, index).training());
        assertThat(batch.generic().size()).isEqualTo(SETTINGS.ckd().genericTriples());
      }
    }
  }

  @Test
  void rolesHaveStreamsOfTheirOwn() {
    try (ModelTraining student = model("student");
        ModelTraining same = model("student");
        ModelTraining teacher = model("teacher.visual");
        BatchFeed ofStudent = student.feed(false);
        BatchFeed ofTeacher = teacher.feed(false)) {
      List<float[]> initial = values(student.backbone().parameterArrays());
      assertThat(values(same.backbone().parameterArrays()))
          .usingRecursiveComparison()
          .isEqualTo(initial);
      assertThat(values(teacher.backbone().parameterArrays()).get(0)).isNotEqualTo(initial.get(0));
      assertThat(ofTeacher.take(1, 0).training().users())
          .isNotEqualTo(ofStudent.take(1, 0).training().users());
    }
  }

  @Test
  void teachersDoNotChangeWhileAStudentLearns() {
    try (ModelTraining model = model("teacher.visual");
        ModelTraining student = model("student")) {
      List<Teacher> teachers =
          catalogue.modalities().stream().map(m -> Teacher.freeze(m, model.backbone())).toList();
      List<List<float[]>> before = teachers.stream().map(t -> values(t.residents())).toList();
      List<float[]> initial = values(student.backbone().parameterArrays());
      student.train(
          new CkdMethod(SETTINGS.ckd(), teachers),
          new Checkpoint(RunFolder.at(folder)),
          new TrainingListener() {},
          new Interruption(),
          RunClock.of(RunFolder.at(folder)));
      assertThat(values(student.backbone().parameterArrays()).get(0)).isNotEqualTo(initial.get(0));
      assertThat(teachers.stream().map(t -> values(t.residents())).toList())
          .usingRecursiveComparison()
          .isEqualTo(before);
      teachers.forEach(Teacher::close);
    }
  }
}
