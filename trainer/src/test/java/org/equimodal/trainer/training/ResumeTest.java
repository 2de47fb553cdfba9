package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.trainer.Invocation;
import org.equimodal.trainer.RunFiles;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.events.EventFile;
import org.equimodal.trainer.events.EventReader;
import org.equimodal.trainer.run.Divergence;
import org.equimodal.trainer.run.Json;
import org.equimodal.trainer.run.RunFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interrupted training goes on as if nothing had happened. */
class ResumeTest {

  private static final List<String> MODALITIES = List.of("textual", "visual", "acoustic");

  @TempDir static Path shared;
  @TempDir Path folder;

  /** Trained without interruption. */
  private static Path whole;

  @BeforeAll
  static void train() {
    List<String> arguments = new ArrayList<>(List.of("--run-dir", shared.toString()));
    for (String set : sets()) {
      arguments.addAll(List.of("--set", set));
    }
    whole = Invocation.succeed(arguments.toArray(new String[0])).run();
  }

  private static List<String> sets(String... more) {
    List<String> sets =
        new ArrayList<>(List.of("training.epochs=4", "training.evaluateEvery=2", "seed=5"));
    sets.addAll(List.of(more));
    return sets;
  }

  /** Starts a training and interrupts it one step after the given epoch. */
  private Path interrupted(String role, int epoch, Optional<Path> teachers, List<String> sets) {
    Settings settings =
        Configuration.resolve(
            new Sources(
                List.of(),
                sets,
                List.of(new Sources.Flag("--run-dir", "runDir", folder.resolve("runs")))),
            Backbones.ids(),
            id -> Backbones.get(id).settingsType());
    Interruption interruption = new Interruption();
    RunFolder run = RunFolder.create(folder.resolve("runs"), "interrupted");
    try (EpochTrigger trigger = new EpochTrigger(role, epoch, interruption::request)) {
      Experiment experiment =
          new Experiment(settings, SampleDataset.create(), teachers, false, interruption);
      assertStops(experiment, run, epoch);
    }
    assertThat(run.isFinished()).isFalse();
    return run.path();
  }

  private static void assertStops(Experiment experiment, RunFolder run, int epoch) {
    Invocation.of(
        () -> {
          assertThatThrownBy(() -> experiment.run(run))
              .isInstanceOf(Interruption.StoppedException.class)
              .hasMessageContaining("interrupted in epoch " + (epoch + 1));
          return 0;
        });
  }

  private static void resume(Path run) {
    assertThat(Invocation.succeed("--resume", run.toString()).run()).isEqualTo(run);
  }

  private static void assertSame(Path actual, Path expected) {
    assertThat(RunFiles.metricsWithoutTimes(actual))
        .isEqualTo(RunFiles.metricsWithoutTimes(expected));
    assertThat(RunFiles.resultWithoutMeasurements(actual))
        .isEqualTo(RunFiles.resultWithoutMeasurements(expected));
    assertThat(actual.resolve("per-user.tsv"))
        .hasSameTextualContentAs(expected.resolve("per-user.tsv"));
    assertThat(actual.resolve("checkpoint/model.safetensors"))
        .hasSameBinaryContentAs(expected.resolve("checkpoint/model.safetensors"));
  }

  private static void assertSameFiles(Path actual, Path expected) {
    assertThat(RunFiles.in(actual)).isEqualTo(RunFiles.in(expected));
  }

  /** What a step drops is a function of the step, whatever was drawn before it. */
  @Test
  void dropoutGoesOn() {
    goesOn(2, "method=plain", "backbone=grcn", "model.dimension=8", "model.edgeDropout=0.3");
  }

  @Test
  void lazyAdamGoesOn() {
    goesOn(2, "method=plain", "training.optimizer=lazy-adam");
  }

  /** Noise is a function of the step, too. */
  @Test
  void enhancedModulationGoesOn() {
    goesOn(2, "method=ogm:ge");
  }

  @Test
  void blendingGoesOnWithItsWeights() {
    goesOn(1, "method=gb", "gb.epochs=2");
  }

  @Test
  void blendingGoesOnWithWeightsEstimatedAgain() {
    goesOn(3, "method=gb:online", "gb.epochs=1", "gb.superEpoch=2");
  }

  /** Before the first step of epoch 3 weights are due; what was tried by then is forgotten. */
  @Test
  void anInterruptedEstimateIsMadeAgain() {
    List<String> sets = sets("method=gb:online", "gb.epochs=2", "gb.superEpoch=2");
    Path run = interrupted("student", 2, Optional.empty(), sets);
    assertThat(RunFiles.in(run)).contains("checkpoint/resume-2-0.safetensors");
    resume(run);
    assertSame(run, uninterrupted(sets));
  }

  private void goesOn(int epoch, String... more) {
    List<String> sets = sets(more);
    Path run = interrupted("student", epoch, Optional.empty(), sets);
    assertThat(RunFiles.in(run)).contains("checkpoint/resume-" + epoch + "-1.safetensors");
    resume(run);
    assertSame(run, uninterrupted(sets));
  }

  private Path uninterrupted(List<String> sets) {
    List<String> arguments = new ArrayList<>(List.of("--run-dir", folder + "/uninterrupted"));
    sets.forEach(set -> arguments.addAll(List.of("--set", set)));
    return Invocation.succeed(arguments.toArray(new String[0])).run();
  }

  @Test
  void aStudentGoesOn() {
    Path run = interrupted("student", 2, Optional.empty(), sets());
    assertThat(RunFiles.in(run)).contains("checkpoint/resume-2-1.safetensors");
    assertThat(RunFiles.metrics(run)).hasSize(2);
    JsonNode state = RunFiles.json(run, "checkpoint/state.json");
    double teachers = MODALITIES.stream().mapToDouble(m -> total(run, "teachers/" + m)).sum();
    assertThat(state.get("totalSeconds").asDouble())
        .isGreaterThanOrEqualTo(teachers + state.get("trainSeconds").asDouble());
    resume(run);
    assertThat(total(run, "")).isGreaterThanOrEqualTo(state.get("totalSeconds").asDouble());
    assertSame(run, whole);
    assertSameFiles(run, whole);
  }

  private static double total(Path run, String of) {
    return RunFiles.json(run.resolve(of), "result.json").at("/timing/totalSeconds").asDouble();
  }

  /** Says that a process that was interrupted has taken long. */
  private static void setTotal(Path file, String parent, double seconds) {
    JsonNode json = RunFiles.json(file.getParent(), file.getFileName().toString());
    ((ObjectNode) json.at(parent)).put("totalSeconds", seconds);
    Json.write(file, json);
  }

  @Test
  void aTeacherGoesOn() {
    Path run = interrupted("teacher.visual", 3, Optional.empty(), sets());
    assertThat(RunFiles.in(run))
        .contains(
            "teachers/textual/result.json", "teachers/visual/checkpoint/resume-3-1.safetensors")
        .doesNotContain("teachers/visual/result.json", "manifest.json");
    setTotal(run.resolve("teachers/textual/result.json"), "/timing", 1e6);
    setTotal(run.resolve("teachers/visual/checkpoint/state.json"), "", 2e6);
    long start = System.nanoTime();
    resume(run);
    double resumed = (System.nanoTime() - start) / 1e9;
    assertThat(total(run, "")).isBetween(3e6, 3e6 + resumed);
    assertThat(total(run, "teachers/visual")).isBetween(2e6, 2e6 + resumed);
    assertSame(run, whole);
    for (String modality : MODALITIES) {
      Path teacher = Path.of("teachers", modality);
      assertSame(run.resolve(teacher), whole.resolve(teacher));
    }
    assertSameFiles(run, whole);
  }

  @Test
  void itCanBeInterruptedTwice() {
    Path run = interrupted("student", 1, Optional.empty(), sets());
    Interruption interruption = new Interruption();
    try (EpochTrigger trigger = new EpochTrigger("student", 3, interruption::request)) {
      Settings settings =
          Configuration.resolve(
              new Sources(List.of(run.resolve("config.yaml")), List.of(), List.of()),
              Backbones.ids(),
              id -> Backbones.get(id).settingsType());
      Experiment experiment =
          new Experiment(settings, SampleDataset.create(), Optional.empty(), false, interruption);
      assertStops(experiment, RunFolder.open(run), 3);
    }
    resume(run);
    assertSame(run, whole);
  }

  @Test
  void linesAfterTheSavedStateAreWrittenAgain() throws Exception {
    Path run = interrupted("student", 2, Optional.empty(), sets());
    Path metrics = run.resolve("metrics.jsonl");
    Files.writeString(metrics, Files.readString(metrics) + "{\"epoch\":3,\"loss\":0}\n");
    resume(run);
    assertSame(run, whole);
  }

  @Test
  void aRunKilledBeforeItSavedAnythingStartsAgain() throws Exception {
    Path run = interrupted("teacher.textual", 1, Optional.empty(), sets());
    Files.delete(run.resolve("teachers/textual/checkpoint/resume-1-1.safetensors"));
    Files.delete(run.resolve("teachers/textual/checkpoint/state.json"));
    resume(run);
    assertSame(run, whole);
  }

  @Test
  void aStudentKeepsTheTeachersItWasGiven() {
    List<String> sets = sets("training.learningRate=0.004");
    Path expected =
        Invocation.succeed(
                "--config",
                whole.resolve("config.yaml").toString(),
                "--set",
                "training.learningRate=0.004",
                "--teachers",
                whole.toString(),
                "--run-dir",
                folder.resolve("whole").toString())
            .run();
    Path run = interrupted("student", 2, Optional.of(whole), sets);
    resume(run);
    assertThat(run.resolve("teachers")).doesNotExist();
    assertSame(run, expected);
  }

  @Test
  void tensorBoardSeesEveryEpochOnce() throws Exception {
    Path run = interrupted("student", 2, Optional.empty(), sets());
    try (EventFile later = EventFile.start(run.resolve("events"), 3)) {
      later.write(3, Map.of("loss/bpr", -1f)); // of an epoch that was not saved
    }
    resume(run);
    assertThat(EventReader.files(run.resolve("events"))).hasSize(3);
    assertThat(EventReader.shown(run.resolve("events")))
        .isEqualTo(EventReader.shown(whole.resolve("events")));
  }

  @Test
  void aStudentWhoseTeachersAreGoneNeedsOthersOfTheirHash() throws Exception {
    Path given = folder.resolve("given");
    Path teachers =
        Invocation.succeed(
                "--config",
                whole.resolve("config.yaml").toString(),
                "--run-dir",
                given.toString(),
                "--epochs",
                "1")
            .run();
    Path run = interrupted("student", 2, Optional.of(teachers), sets());
    Path result = teachers.resolve("teachers/visual/result.json");
    byte[] bytes = Files.readAllBytes(result);
    Files.delete(result);
    Invocation invocation = Invocation.of("--resume", run.toString());
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.err())
        .contains("error: ", "teacher of modality visual", teachers.toString(), "put it back");

    Files.write(result, bytes);
    Files.move(teachers, run.resolveSibling("same"));
    resume(run);
    for (String modality : MODALITIES) {
      assertThat(RunFiles.json(run, "manifest.json").at("/teachers/" + modality + "/path").asText())
          .isEqualTo("../same/teachers/" + modality);
    }
  }

  @Test
  void aTrainingThatWasOnlyNotTestedIsNotRepeated() throws Exception {
    Path run = interrupted("student", 2, Optional.empty(), sets());
    resume(run);
    Path metrics = run.resolve("metrics.jsonl");
    byte[] trained = Files.readAllBytes(metrics);
    Files.delete(run.resolve("result.json"));
    RunFolder.at(run).writeDivergence(new Divergence(9, "on another machine"));
    resume(run);
    assertSameFiles(run, whole);
    assertThat(metrics).hasBinaryContent(trained); // times included: no epoch was run again
    assertSame(run, whole);
  }
}
