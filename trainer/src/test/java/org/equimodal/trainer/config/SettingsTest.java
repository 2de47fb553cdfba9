package org.equimodal.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is resolved can be written and read back. */
class SettingsTest {

  @TempDir Path folder;

  private Settings readBack(Settings settings) {
    Path file = new Resolution(folder).write("resolved.yaml", settings.toYaml());
    return Configuration.resolve(
        new Sources(List.of(file), List.of(), List.of()),
        List.of("vbpr", "toy"),
        name -> Resolution.Model.class);
  }

  @Test
  void defaultsSurviveARoundTrip() {
    Settings settings = new Resolution(folder).resolve();
    assertThat(readBack(settings)).isEqualTo(settings);
  }

  @Test
  void everyKindOfValueSurvivesARoundTrip() {
    Settings settings =
        new Resolution(folder)
            .set("backbone=toy")
            .set("preset=release")
            .datasetFile("toy-set", "training: {batchSize: 3}")
            .set("dataset=toy-set")
            .set("method=plain")
            .set("seed=-9007199254740993")
            .set("ckd.generic=off")
            .set("ckd.weights=per-triple")
            .set("training.learningRate=1e-7")
            .set("training.lambda2=0.1")
            .set("evaluation.cutoffs=[1, 5, 20]")
            .set("data.modalities={visual: {file: 'off'}, '7': {standardize: false}, x.y: {}}")
            .set("data.categories='null'")
            .set("model.note='1: # \"two\"'")
            .flag("--run-dir", "runDir", "12")
            .resolve();
    assertThat(readBack(settings)).isEqualTo(settings);
  }

  @Test
  void aResolvedFileWinsOverEveryFileBelow() {
    Resolution resolution =
        new Resolution(folder).datasetFile("own", "").set("dataset=own").set("preset=release");
    Settings settings = resolution.resolve();
    resolution.datasetFile("own", "training: {epochs: 3}\ndata: {modalities: {late: {}}}");
    assertThat(readBack(settings)).isEqualTo(settings);
  }

  @Test
  void theModelCannotBeChangedFromOutside() {
    Settings settings = new Resolution(folder).resolve();
    settings.model().put("dimension", 1);
    assertThat(settings.model().get("dimension").asInt()).isEqualTo(64);
  }

  @Test
  void readsLikeTheFilesOfConf() {
    String yaml = new Resolution(folder).resolve().toYaml();
    assertThat(yaml)
        .startsWith("# ")
        .contains("\nbackbone: vbpr\n", "\n  sampler: user-uniform\n", "\n  categories: null\n");
  }
}
