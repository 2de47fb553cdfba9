package org.equimodal.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.equimodal.datasets.ModalitySettings;
import org.equimodal.distillation.DistillationSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each layer overrides the one before, and keeps what it does not name. */
class ConfigurationLayersTest {

  @TempDir Path folder;

  private Resolution given() {
    return new Resolution(folder);
  }

  @Test
  void defaultsStandWithoutAnyOther() {
    Settings settings = given().resolve();
    assertThat(settings.backbone()).isEqualTo("vbpr");
    assertThat(settings.dataset()).isEqualTo("sample");
    assertThat(settings.method()).isEqualTo(Method.CKD);
    assertThat(settings.preset()).isEqualTo(Preset.PAPER);
    assertThat(settings.seed()).isEqualTo(123);
    assertThat(settings.training().batchSize()).isEqualTo(1024);
    assertThat(settings.training().sampler()).isEqualTo(SamplerKind.USER_UNIFORM);
    assertThat(settings.evaluation().cutoffs()).containsExactly(10, 20);
    assertThat(settings.ckd().lambdaG()).isEqualTo(5);
    assertThat(settings.data().modalities()).isEmpty();
    assertThat(settings.model().get("dimension").asInt()).isEqualTo(64);
  }

  @Test
  void whatASearchTriesOverridesFiles() {
    Settings settings =
        given()
            .config("own.yaml", "training: {epochs: 3}")
            .flag("space.yaml", "training.epochs", 4)
            .resolve();
    assertThat(settings.training().epochs()).isEqualTo(4);
  }

  @Test
  void backboneOverridesDefaults() {
    Settings settings = given().set("backbone=toy").resolve();
    assertThat(settings.training().batchSize()).isEqualTo(11);
    assertThat(settings.ckd().weights()).isEqualTo(DistillationSettings.Weights.UNIFORM);
    assertThat(settings.training().lambda2()).isPositive();
    assertThat(settings.model().get("dimension").asInt()).isEqualTo(8);
  }

  @Test
  void presetOverridesBackbone() {
    Settings settings =
        given()
            .set("backbone=toy")
            .set("preset=release")
            .datasetFile("own", "")
            .set("dataset=own")
            .resolve();
    assertThat(settings.ckd().weights()).isEqualTo(DistillationSettings.Weights.PER_TRIPLE);
    assertThat(settings.ckd().generic()).isEqualTo(DistillationSettings.Generic.CLAMPED_LOG);
    assertThat(settings.training().evaluateEvery()).isEqualTo(5);
    assertThat(settings.training().batchSize()).isEqualTo(11);
  }

  @Test
  void presetOverridesKnownDataset() {
    Settings settings =
        given()
            .set("preset=release")
            .datasetFile("toy-set", "# nothing")
            .set("dataset=toy-set")
            .resolve();
    assertThat(settings.training().patience()).isEqualTo(11);
    assertThat(settings.data().modalities()).containsOnlyKeys("visual", "textual");
  }

  @Test
  void datasetFileOverridesKnownDataset() {
    Settings settings =
        given()
            .datasetFile("toy-set", "training: {patience: 14}\ndata: {modalities: {sound: {}}}")
            .set("dataset=toy-set")
            .resolve();
    assertThat(settings.training().patience()).isEqualTo(14);
    assertThat(settings.training().epochs()).isEqualTo(13);
    assertThat(settings.data().modalities())
        .containsExactly(Map.entry("sound", new ModalitySettings(null, null)));
  }

  @Test
  void theChosenBackbonesSectionOverridesTheRestOfItsDatasetFile() {
    Settings settings =
        given()
            .set("backbone=toy")
            .datasetFile(
                "own",
                """
                backbones:
                  toy: {training: {epochs: 14}, model: {mixing: concatenated}}
                  vbpr: {training: {patience: 15}, model: {dimension: 15}}
                training: {epochs: 16, patience: 16}
                """)
            .set("dataset=own")
            .resolve();
    assertThat(settings.training().epochs()).isEqualTo(14);
    assertThat(settings.training().patience()).isEqualTo(16);
    assertThat(settings.model().get("mixing").asText()).isEqualTo("concatenated");
    assertThat(settings.model().get("dimension").asInt()).isEqualTo(8);
    assertThat(settings.toYaml()).doesNotContain("backbones");
  }

  @Test
  void anotherBackbonesSectionIsNotApplied() {
    Settings settings =
        given()
            .datasetFile("toy-set", "backbones: {toy: {model: {mixing: concatenated}}}")
            .set("dataset=toy-set")
            .resolve();
    assertThat(settings.backbone()).isEqualTo("vbpr");
    assertThat(settings.training().patience()).isEqualTo(13);
    assertThat(settings.training().batchSize()).isEqualTo(1024);
    assertThat(settings.model().has("mixing")).isFalse();
  }

  @Test
  void aSectionForABackboneIsAsStrongAsItsFile() {
    Resolution named =
        given()
            .set("backbone=toy")
            .datasetFile("toy-set", "training: {batchSize: 14}")
            .set("dataset=toy-set");
    assertThat(named.resolve().training().patience()).isEqualTo(12);
    assertThat(named.resolve().training().batchSize()).isEqualTo(14);
    assertThat(named.set("preset=release").resolve().training().patience()).isEqualTo(11);
    assertThat(named.set("training.patience=17").resolve().training().patience()).isEqualTo(17);
  }

  @Test
  void configFilesOverrideDatasetFileAndTheLastWins() {
    Settings settings =
        given()
            .datasetFile("toy-set", "training: {patience: 14, epochs: 14, batchSize: 14}")
            .config("first.yaml", "dataset: toy-set\ntraining: {epochs: 15, patience: 15}")
            .config("second.yaml", "training: {patience: 16}")
            .resolve();
    assertThat(settings.training().patience()).isEqualTo(16);
    assertThat(settings.training().epochs()).isEqualTo(15);
    assertThat(settings.training().batchSize()).isEqualTo(14);
  }

  @Test
  void setOverridesConfigAndTheLastWins() {
    Settings settings =
        given()
            .config("own.yaml", "training: {patience: 15}\nseed: 15")
            .set("training.patience=16")
            .set("training.patience=17")
            .resolve();
    assertThat(settings.training().patience()).isEqualTo(17);
    assertThat(settings.seed()).isEqualTo(15);
  }

  @Test
  void flagsOverrideSetAndAreTakenAsTheyAre() {
    Settings settings =
        given()
            .set("seed=7")
            .set("training.epochs=7")
            .flag("--seed", "seed", 8L)
            .flag("--epochs", "training.epochs", null)
            .flag("--run-dir", "runDir", "2024")
            .resolve();
    assertThat(settings.seed()).isEqualTo(8);
    assertThat(settings.training().epochs()).isEqualTo(7);
    assertThat(settings.runDir()).isEqualTo("2024");
  }

  @Test
  void choicesInUpperLayersDecideTheLowerFiles() {
    Settings settings =
        given()
            .datasetFile("toy-set", "")
            .config("own.yaml", "backbone: toy\npreset: release\ndataset: elsewhere")
            .set("dataset=toy-set")
            .flag("--preset", "preset", "paper")
            .resolve();
    assertThat(settings.backbone()).isEqualTo("toy");
    assertThat(settings.preset()).isEqualTo(Preset.PAPER);
    assertThat(settings.training().epochs()).isEqualTo(13);
    assertThat(settings.ckd().weights()).isEqualTo(DistillationSettings.Weights.UNIFORM);
  }

  @Test
  void setValuesAreYaml() {
    Settings settings =
        given()
            .set("evaluation.cutoffs=[5, 20]")
            .set("training.lambda2=1e-3")
            .set("device=cuda:0")
            .set("data.categories=")
            .set("ckd={tau: 0.5, genericTriples: 10}")
            .set("data.standardize=true")
            .resolve();
    assertThat(settings.evaluation().cutoffs()).isEqualTo(List.of(5, 20));
    assertThat(settings.training().lambda2()).isEqualTo(0.001);
    assertThat(settings.device()).isEqualTo("cuda:0");
    assertThat(settings.data().categories()).isNull();
    assertThat(settings.ckd().tau()).isEqualTo(0.5);
    assertThat(settings.ckd().genericTriples()).isEqualTo(10);
    assertThat(settings.data().standardize()).isTrue();
  }

  @Test
  void offIsAWord() {
    assertThat(given().config("own.yaml", "ckd: {generic: off}").resolve().ckd().generic())
        .isEqualTo(DistillationSettings.Generic.OFF);
    assertThat(given().set("ckd.generic=off").resolve().ckd().generic())
        .isEqualTo(DistillationSettings.Generic.OFF);
  }

  @Test
  void pathsChangeOneModalityAndFilesReplaceThemAll() {
    Resolution named = given().datasetFile("toy-set", "").set("dataset=toy-set");
    assertThat(named.set("data.modalities.visual.standardize=true").resolve().data().modalities())
        .containsEntry("visual", new ModalitySettings("image_feat.npy", true))
        .containsEntry("textual", new ModalitySettings("text_feat.npy", null));
    assertThat(
            given()
                .set("dataset=toy-set")
                .config("own.yaml", "data: {modalities: {visual: {file: other.npy}}}")
                .resolve()
                .data()
                .modalities())
        .containsOnlyKeys("visual");
  }

  @Test
  void modelIsReadAsTheBackbonesRecord() {
    Settings settings =
        given().set("backbone=toy").set("model.mixing=concatenated").set("model.note=x").resolve();
    assertThat(Configuration.bind(settings.model(), Resolution.Model.class, "model"))
        .isEqualTo(new Resolution.Model(8, Resolution.Model.Mixing.CONCATENATED, "x"));
  }

  @Test
  void aPresetThatIsStatedOverridesFiles() {
    Settings settings =
        given()
            .config("own.yaml", "preset: paper\nckd: {weights: batch}\ntraining: {patience: 15}")
            .set("preset=release")
            .resolve();
    assertThat(settings.preset()).isEqualTo(Preset.RELEASE);
    assertThat(settings.ckd().weights()).isEqualTo(DistillationSettings.Weights.PER_TRIPLE);
    assertThat(settings.training().patience()).isEqualTo(11);
  }
}
