package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.trainer.Invocation;
import org.equimodal.trainer.RunFiles;
import org.equimodal.trainer.ToyFolder;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.run.RunLock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Teachers are trained once: later runs find them by hash or are told where they are. */
class TeachersTest {

  private static final List<String> MODALITIES = List.of("textual", "visual", "acoustic");

  @TempDir static Path runs;

  @TempDir Path folder;
  @TempDir Path elsewhere;

  /** The run in {@code runs} that trained its teachers. */
  private static Path first;

  @BeforeAll
  static void train() {
    first = Invocation.succeed(arguments(runs)).run();
  }

  private static String[] arguments(Path runDir, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--dataset",
                "sample",
                "--epochs",
                "2",
                "--set",
                "training.evaluateEvery=1",
                "--run-dir",
                runDir.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  private static JsonNode reference(Path run, String modality) {
    return RunFiles.json(run, "manifest.json").at("/teachers/" + modality);
  }

  private static Map<String, byte[]> parameters(Path run) throws Exception {
    Map<String, byte[]> bytes = new TreeMap<>();
    for (String modality : MODALITIES) {
      Path file = run.resolve("teachers/" + modality + "/checkpoint/model.safetensors");
      bytes.put(modality, Files.readAllBytes(file));
    }
    return bytes;
  }

  private static void assertReuses(Path run, Path from) throws Exception {
    assertThat(run.resolve("teachers")).doesNotExist();
    for (String modality : MODALITIES) {
      Path teacher = run.resolve(reference(run, modality).get("path").asText());
      assertThat(teacher.toRealPath()).isEqualTo(from.resolve("teachers/" + modality).toRealPath());
      assertThat(reference(run, modality).get("trainingHash"))
          .isEqualTo(RunFiles.json(teacher, "manifest.json").get("trainingHash"));
      assertThat(RunFiles.json(run, "result.json").at("/teachers/" + modality))
          .isEqualTo(RunFiles.json(from, "result.json").at("/teachers/" + modality));
    }
  }

  @Test
  void theSameTrainingIsReused() throws Exception {
    Map<String, byte[]> before = parameters(first);
    Invocation second = Invocation.succeed(arguments(runs));
    assertReuses(second.run(), first);
    for (String modality : MODALITIES) {
      assertThat(second.err())
          .contains("teacher " + modality + ": reusing " + first.resolve("teachers/" + modality));
      assertThat(second.run().resolve("log.txt")).content().contains("reusing");
    }
    assertThat(RunFiles.metricsWithoutTimes(second.run()))
        .isEqualTo(RunFiles.metricsWithoutTimes(first));
    assertThat(parameters(first))
        .as("teachers after a student's training")
        .usingRecursiveComparison()
        .isEqualTo(before);
  }

  @Test
  void whatOnlyTheStudentDoesNeedsNoOtherTeachers() throws Exception {
    assertReuses(Invocation.succeed(arguments(runs, "--set", "ckd.tau=0.2")).run(), first);
  }

  @Test
  void anotherTrainingIsNotReused() {
    for (String[] change :
        new String[][] {
          {"--set", "training.learningRate=0.004"}, {"--seed", "9"}, {"--set", "model.dimension=8"}
        }) {
      Invocation other = Invocation.succeed(arguments(runs, change));
      assertThat(other.err()).doesNotContain("reusing");
      for (String modality : MODALITIES) {
        assertThat(reference(other.run(), modality).get("path").asText())
            .isEqualTo("teachers/" + modality);
        assertThat(reference(other.run(), modality).get("trainingHash"))
            .isNotEqualTo(reference(first, modality).get("trainingHash"));
      }
    }
  }

  @Test
  void namedTeachersAreUsedWhateverTheirHash() throws Exception {
    Path run =
        Invocation.succeed(
                arguments(
                    elsewhere, "--teachers", "" + first, "--set", "training.learningRate=0.004"))
            .run();
    assertReuses(run, first);
    Path third =
        Invocation.succeed(
                arguments(elsewhere.resolve("deeper"), "--teachers", "" + run, "--seed", "9"))
            .run();
    assertReuses(third, first);
  }

  @Test
  void anUnfinishedTeacherIsTrainedAgain() throws Exception {
    Path run = Invocation.succeed(arguments(elsewhere)).run();
    Files.delete(run.resolve("teachers/visual/result.json"));
    Path next = Invocation.succeed(arguments(elsewhere)).run();
    assertThat(next.resolve("teachers")).isDirectoryContaining("glob:**/visual");
    assertThat(next.resolve("teachers/textual")).doesNotExist();
    assertThat(RunFiles.metricsWithoutTimes(next)).isEqualTo(RunFiles.metricsWithoutTimes(run));
  }

  @Test
  void oddFoldersBesideAreNotLookedAt() throws Exception {
    String[][] damages = {
      {"a", "manifest.json", "{\"aFieldOfLater\": 1}"},
      {"b", "manifest.json", null},
      {"d", "result.json", "{}"},
      {"c", "checkpoint/model.safetensors", null}
    };
    for (String[] damage : damages) {
      Path other = folder.resolve(damage[0]);
      Path run = Invocation.succeed(arguments(other)).run();
      Path file = run.resolve("teachers/visual").resolve(damage[1]);
      if (damage[2] == null) {
        Files.delete(file);
      } else {
        Files.writeString(file, damage[2]);
      }
      Path again = Invocation.succeed(arguments(other)).run();
      assertThat(RunFiles.in(again)).contains("teachers/visual/result.json");
      assertThat(RunFiles.resultWithoutMeasurements(again))
          .isEqualTo(RunFiles.resultWithoutMeasurements(run));
    }
  }

  private static Experiment experiment(Interruption interruption) {
    return new Experiment(
        Configuration.read(first.resolve("config.yaml"), id -> Backbones.get(id).settingsType()),
        SampleDataset.create(),
        Optional.empty(),
        false,
        interruption);
  }

  @Test
  void whatAnotherProcessTrainsIsNotTouched() {
    Modality modality = SampleDataset.create().modalities().get(0);
    RunFolder run = RunFolder.create(elsewhere, "run");
    RunFolder teacher = run.teacher(modality).prepare();
    Interruption interruption = new Interruption();
    interruption.request();
    try (RunLock others = RunLock.take(teacher).orElseThrow()) {
      assertThatThrownBy(() -> experiment(interruption).trainTeachers(run, List.of(modality)))
          .isInstanceOf(Interruption.StoppedException.class)
          .hasMessageContaining("another process");
    }
    assertThat(RunFiles.in(teacher.path())).containsExactly(".lock");
  }

  @Test
  void whatAnotherProcessHasTrainedMeanwhileIsTaken() throws Exception {
    Modality modality = SampleDataset.create().modalities().get(0);
    RunFolder run = RunFolder.open(first);
    Path manifest = run.teacher(modality).manifest();
    String before = Files.readString(manifest);
    experiment(new Interruption()).trainTeachers(run, List.of(modality));
    assertThat(manifest).content().isEqualTo(before);
    assertThat(run.teacher(modality).path().resolve(".lock")).doesNotExist();
  }

  @Test
  void dataMayHaveMovedSinceTheTeacherWasTrained() throws Exception {
    new ToyFolder(folder.resolve("old"), "toy");
    String runDir = folder.resolve("out").toString();
    String[] common = {"--dataset", "toy", "--run-dir", runDir, "--data-dir"};
    Path before = Invocation.succeed(with(common, folder.resolve("old").toString())).run();
    Files.move(folder.resolve("old"), folder.resolve("new"));
    Path after = Invocation.succeed(with(common, folder.resolve("new").toString())).run();
    assertThat(after.resolve("teachers")).doesNotExist();
    assertThat(RunFiles.metricsWithoutTimes(after)).isEqualTo(RunFiles.metricsWithoutTimes(before));

    Files.delete(after.resolve("result.json"));
    Files.delete(after.resolve("checkpoint/model.safetensors"));
    Invocation.succeed(
        "--resume", after.toString(), "--data-dir", folder.resolve("new").toString());
    assertThat(RunFiles.metricsWithoutTimes(after)).isEqualTo(RunFiles.metricsWithoutTimes(before));
  }

  private static String[] with(String[] arguments, String last) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(last);
    return all.toArray(new String[0]);
  }
}
