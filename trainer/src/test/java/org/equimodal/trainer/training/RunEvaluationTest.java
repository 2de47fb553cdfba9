package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.trainer.Invocation;
import org.equimodal.trainer.ToyFolder;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.ViewEvaluation.HeldOut;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run stored gives the numbers it reported, to the last bit. */
class RunEvaluationTest {

  @TempDir static Path runs;
  @TempDir Path folder;

  private static Path run;

  @BeforeAll
  static void train() {
    run =
        Invocation.succeed(
                "--epochs", "3", "--set", "training.evaluateEvery=1", "--run-dir", "" + runs)
            .run();
  }

  private static Result evaluated(Path path, HeldOut items) {
    RunFolder runFolder = RunFolder.open(path);
    Settings settings =
        Configuration.resolve(
            new Sources(List.of(runFolder.config()), List.of(), List.of()),
            Backbones.ids(),
            id -> Backbones.get(id).settingsType());
    return new RunEvaluation(runFolder, settings, SampleDataset.create(), settings.evaluation())
        .evaluate(items);
  }

  private static Map<String, Number> withoutUsers(Map<String, Number> figures) {
    Map<String, Number> metrics = new LinkedHashMap<>(figures);
    assertThat(metrics.remove("users")).isEqualTo(300);
    return metrics;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "teachers/textual", "teachers/visual", "teachers/acoustic"})
  void reproducesTestAndValidation(String of) {
    Path path = run.resolve(of);
    Result stored = RunFolder.open(path).readResult();
    assertThat(evaluated(path, HeldOut.TEST)).isEqualTo(stored);
    assertThat(withoutUsers(evaluated(path, HeldOut.VALIDATION).test()))
        .isEqualTo(new LinkedHashMap<String, Number>(stored.validation()));
  }

  @Test
  void printsTheTableOfTheTraining() {
    Invocation again = Invocation.succeed("evaluate", run.toString());
    Invocation trained = Invocation.succeed("--config", run.resolve("config.yaml").toString());
    assertThat(trained.out()).startsWith(again.out());
    assertThat(again.out()).contains("all modalities", "only visual", "teacher acoustic");
  }

  @Test
  void printsWhatTheRunWasNotMeasuredAt() {
    Invocation more =
        Invocation.succeed("evaluate", run.toString(), "--set", "evaluation.cutoffs=[5, 10, 20]");
    assertThat(more.out()).contains("test, @20", "test, @5").doesNotContain("@10");
  }

  @Test
  void printsATeachersValidation() {
    Path teacher = run.resolve("teachers/textual");
    Invocation invocation =
        Invocation.succeed("evaluate", teacher.toString(), "--on", "validation");
    assertThat(invocation.out())
        .contains("300 validation users", "validation, @20", "its modality")
        .doesNotContain("all modalities", "teacher visual");
  }

  @Test
  void doesNotTouchTheRun() throws Exception {
    Path result = run.resolve("result.json");
    byte[] before = Files.readAllBytes(result);
    Invocation.succeed("evaluate", run.toString(), "--on", "VALIDATION");
    assertThat(result).hasBinaryContent(before);
  }

  @Test
  void refusesAnotherDataset() {
    ToyFolder toy = new ToyFolder(folder, "toy");
    Path own =
        Invocation.succeed("--dataset", "" + toy.path(), "--run-dir", "" + folder, "--epochs", "1")
            .run();
    toy.feature("visual", ToyFolder.features(6));
    Invocation invocation = Invocation.of("evaluate", own.toString());
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.errorLines()).hasSize(1);
    assertThat(invocation.err())
        .contains("error: ", own.toString(), "learnt from another toy", "--data-dir");
  }
}
