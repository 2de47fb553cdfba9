package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.evaluation.Metrics;
import org.equimodal.trainer.Invocation;
import org.equimodal.trainer.RunFiles;
import org.equimodal.trainer.ToyFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job on the sample dataset: what it leaves behind, and that it is repeatable. */
class ExperimentTest {

  private static final List<String> MODALITIES = List.of("textual", "visual", "acoustic");
  private static final List<String> OWN_FILES =
      List.of(
          "config.yaml",
          "manifest.json",
          "metrics.jsonl",
          "result.json",
          "per-user.tsv",
          "checkpoint/model.safetensors",
          "checkpoint/state.json",
          "events/events.out.tfevents");

  @TempDir static Path shared;
  @TempDir Path folder;

  /** CKD with seed 123, and the teachers trained for it. */
  private static Path reference;

  @BeforeAll
  static void train() {
    reference = Invocation.succeed(arguments(shared)).run();
  }

  /** A short training whose runs are written to a folder. */
  private static String[] arguments(Path runs, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--dataset",
                "sample",
                "--set",
                "training.epochs=4",
                "--set",
                "training.evaluateEvery=2",
                "--run-dir",
                runs.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  private Path trained(String... more) {
    return Invocation.succeed(arguments(folder, more)).run();
  }

  @Test
  void leavesTheseFilesAndNoOthers() {
    Set<String> expected = new TreeSet<>(OWN_FILES);
    expected.add("log.txt");
    for (String modality : MODALITIES) {
      OWN_FILES.forEach(file -> expected.add("teachers/" + modality + "/" + file));
    }
    assertThat(RunFiles.in(reference)).isEqualTo(expected);
  }

  @Test
  void theResultIsComplete() {
    JsonNode result = RunFiles.json(reference, "result.json");
    assertThat(result.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "status",
            "dataset",
            "backbone",
            "method",
            "seed",
            "epochs",
            "bestEpoch",
            "validation",
            "test",
            "views",
            "teachers",
            "timing",
            "memory");
    assertThat(result.get("status").asText()).isEqualTo("finished");
    assertThat(result.get("dataset").asText()).isEqualTo("sample");
    assertThat(result.get("backbone").asText()).isEqualTo("vbpr");
    assertThat(result.get("method").asText()).isEqualTo("ckd");
    assertThat(result.get("seed").asLong()).isEqualTo(123);
    assertThat(result.get("epochs").asInt()).isEqualTo(4);
    assertThat(result.get("bestEpoch").asInt()).isIn(2, 4);
    assertMetrics(result.get("validation"));
    assertTested(result.get("test"));
    for (String part : List.of("views", "teachers")) {
      assertThat(result.get(part).fieldNames()).toIterable().containsExactlyElementsOf(MODALITIES);
      result.get(part).forEach(tested -> assertTested(tested.get("test")));
    }
    for (String figure :
        List.of("trainSecondsPerEpoch", "stepMilliseconds", "evaluationSeconds", "totalSeconds")) {
      assertThat(result.get("timing").get(figure).asDouble()).as(figure).isPositive();
    }
    assertThat(result.get("memory").has("peakRssMiB")).isTrue();
    assertThat(result.get("memory").has("peakDeviceMiB")).isTrue();
  }

  private static void assertTested(JsonNode test) {
    assertThat(test.get("users").asInt()).isEqualTo(300);
    assertMetrics(test);
  }

  private static void assertMetrics(JsonNode metrics) {
    Metrics.all()
        .forEach(
            metric ->
                List.of(10, 20)
                    .forEach(
                        cutoff -> {
                          JsonNode value = metrics.get(metric.key(cutoff));
                          assertThat(value).as(metric.key(cutoff)).isNotNull();
                          assertThat(value.asDouble()).isBetween(0.0, 1.0);
                        }));
  }

  @Test
  void metricsAreInFullPrecision() {
    List<String> lines = RunFiles.lines(reference.resolve("per-user.tsv"));
    int column = List.of(lines.get(0).split("\t", -1)).indexOf("ndcg@20");
    double mean =
        lines.stream()
            .skip(1)
            .mapToDouble(line -> Double.parseDouble(line.split("\t", -1)[column]))
            .average()
            .orElseThrow();
    assertThat(lines).hasSize(301);
    assertThat(RunFiles.json(reference, "result.json").at("/test/ndcg@20").asDouble())
        .isEqualTo(mean);
  }

  @Test
  void metricsHaveALinePerEpoch() {
    List<JsonNode> lines = RunFiles.metrics(reference);
    assertThat(lines).extracting(line -> line.get("epoch").asInt()).containsExactly(1, 2, 3, 4);
    assertThat(lines)
        .extracting(line -> line.has("validation.recall@20"))
        .containsExactly(false, true, false, true);
    for (String part : List.of("loss", "l2", "bpr", "lambda.textual", "generic.acoustic")) {
      assertThat(lines).allMatch(line -> line.get(part).isNumber());
    }
  }

  @Test
  void theLastEpochIsAlwaysValidated() {
    Path run = trained("--method", "plain", "--set", "training.epochs=3");
    assertThat(RunFiles.metrics(run))
        .extracting(line -> line.has("validation.recall@20"))
        .containsExactly(false, true, true);
  }

  @Test
  void theManifestNamesDataTeachersAndVersions() {
    JsonNode manifest = RunFiles.json(reference, "manifest.json");
    assertThat(manifest.at("/dataset/hash").asText()).isEqualTo(SampleDataset.create().hash());
    assertThat(manifest.at("/dataset/features")).hasSize(3);
    assertThat(manifest.get("trainingHash").asText()).matches("[0-9a-f]{64}");
    for (String modality : MODALITIES) {
      JsonNode teacher = RunFiles.json(reference.resolve("teachers/" + modality), "manifest.json");
      assertThat(teacher.get("modality").asText()).isEqualTo(modality);
      assertThat(manifest.at("/teachers/" + modality + "/path").asText())
          .isEqualTo("teachers/" + modality);
      assertThat(manifest.at("/teachers/" + modality + "/trainingHash"))
          .isEqualTo(teacher.get("trainingHash"));
    }
  }

  @Test
  void oneSeedGivesOneResult() {
    Path again = trained();
    assertThat(again.resolve("teachers/visual")).as("trained anew").exists();
    assertSameTraining(again, reference);
    Path other = trained("--seed", "124");
    assertThat(RunFiles.metricsWithoutTimes(other))
        .isNotEqualTo(RunFiles.metricsWithoutTimes(reference));
    for (String modality : MODALITIES) {
      Path teacher = Path.of("teachers", modality);
      assertSameTraining(again.resolve(teacher), reference.resolve(teacher));
      assertThat(RunFiles.metricsWithoutTimes(other.resolve(teacher)))
          .isNotEqualTo(RunFiles.metricsWithoutTimes(reference.resolve(teacher)));
    }
  }

  private static void assertSameTraining(Path actual, Path expected) {
    assertThat(RunFiles.metricsWithoutTimes(actual))
        .isEqualTo(RunFiles.metricsWithoutTimes(expected));
    assertThat(RunFiles.resultWithoutMeasurements(actual))
        .isEqualTo(RunFiles.resultWithoutMeasurements(expected));
    assertThat(actual.resolve("per-user.tsv"))
        .hasSameTextualContentAs(expected.resolve("per-user.tsv"));
    assertThat(actual.resolve("checkpoint/model.safetensors"))
        .hasSameBinaryContentAs(expected.resolve("checkpoint/model.safetensors"));
  }

  @Test
  void theConfigurationCanBePassedBack() {
    Path again =
        Invocation.succeed(
                "--config", reference.resolve("config.yaml").toString(), "--run-dir", "" + folder)
            .run();
    assertSameTraining(again, reference);
  }

  @Test
  void withoutWeightCkdIsPlainTraining() {
    Path plain = trained("--method", "plain");
    Path weightless = trained("--set", "ckd.lambdaKd=0");
    for (String part : List.of("loss", "bpr", "l2", "validation.ndcg@20")) {
      assertThat(values(weightless, part)).as(part).isEqualTo(values(plain, part));
    }
    assertThat(values(plain, "bpr")).isNotEqualTo(values(reference, "bpr"));
    assertThat(RunFiles.json(plain, "result.json").get("teachers")).isEmpty();
    assertThat(plain.resolve("teachers")).doesNotExist();
  }

  @Test
  void blendingTellsItsWeights() {
    Path run = trained("--method", "gb", "--set", "gb.epochs=2");
    List<String> heads = List.of("textual", "visual", "acoustic", "joint");
    assertThat(heads.stream().map(head -> values(run, "weight." + head).get(0)))
        .doesNotHaveDuplicates();
    for (JsonNode line : RunFiles.metrics(run)) {
      assertThat(heads.stream().mapToDouble(head -> line.get("weight." + head).asDouble()).sum())
          .isCloseTo(1, within(1e-5));
      assertThat(line.get("bpr")).isEqualTo(line.get("bpr.joint"));
      assertThat(line.get("bpr.visual").asDouble()).isPositive();
    }
    for (String head : heads) {
      assertThat(values(run, "weight." + head)).as("offline").doesNotContain(0.0);
      assertThat(new HashSet<>(values(run, "weight." + head))).as("offline").hasSize(1);
    }
    assertThat(run.resolve("teachers")).doesNotExist();
  }

  @Test
  void modulationTellsItsCoefficients() {
    Path run = trained("--method", "ogm", "--set", "ogm.lastEpoch=1");
    for (String modality : MODALITIES) {
      assertThat(values(run, "score." + modality)).allMatch(score -> score > 0 && score < 1);
      assertThat(values(run, "coefficient." + modality))
          .allMatch(k -> k > 0 && k <= 1)
          .endsWith(1.0, 1.0);
    }
    assertThat(MODALITIES.stream().map(m -> values(run, "coefficient." + m).get(0)))
        .anyMatch(k -> k < 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ckd:no-generic", "ckd:uniform", "ckd:kl", "ckd:mse", "gb:online", "ogm:ge"})
  void variantsAreCalledByTheirNames(String name) {
    Invocation invocation =
        Invocation.succeed(
            arguments(folder, "--method", name, "--epochs", "1", "--set", "gb.epochs=1"));
    Path run = invocation.run();
    assertThat(invocation.out()).contains("vbpr on sample, " + name);
    assertThat(run.getFileName().toString())
        .startsWith("sample-vbpr-" + name.replace(':', '-') + "-s123-");
    assertThat(RunFiles.json(run, "result.json").get("method").asText()).isEqualTo(name);
    assertThat(run.resolve("config.yaml"))
        .content()
        .contains("\nmethod: " + name.split(":")[0] + "\n");
    assertThat(values(run, "loss")).allMatch(Double::isFinite);
  }

  private static List<Double> values(Path run, String part) {
    return RunFiles.metrics(run).stream().map(line -> line.path(part).asDouble()).toList();
  }

  @Test
  void stopsEarlyAndKeepsTheBest() {
    Path run =
        trained(
            "--method",
            "plain",
            "--set",
            "training.epochs=50",
            "--set",
            "training.learningRate=1e-30",
            "--set",
            "training.evaluateEvery=1",
            "--set",
            "training.patience=3");
    JsonNode result = RunFiles.json(run, "result.json");
    assertThat(result.get("epochs").asInt()).as("one best, three ties").isEqualTo(4);
    assertThat(result.get("bestEpoch").asInt()).isEqualTo(1);
    assertThat(RunFiles.metrics(run))
        .extracting(line -> line.get("best").asBoolean())
        .containsExactly(true, false, false, false);
  }

  @Test
  void thePresetReleaseTrains() {
    Path run = trained("--preset", "release", "--set", "training.evaluateEvery=4");
    assertThat(run.resolve("config.yaml")).content().contains("per-triple", "clamped-log");
    assertThat(values(run, "loss")).allMatch(Double::isFinite);
    assertThat(values(run, "bpr")).isNotEqualTo(values(reference, "bpr"));
  }

  @Test
  void theSamplerOfInteractionsTrains() {
    Path run = trained("--method", "plain", "--set", "training.sampler=interaction");
    assertThat(values(run, "loss").get(3)).isLessThan(values(run, "loss").get(0));
  }

  @Test
  void usersWithoutTestItemsDoNotCount() {
    ToyFolder toy = new ToyFolder(folder, "toy");
    toy.interactions(ToyFolder.lines(10, ToyFolder.USERS));
    Path run = Invocation.succeed("--dataset", "" + toy.path(), "--run-dir", "" + folder).run();
    JsonNode result = RunFiles.json(run, "result.json");
    assertThat(result.at("/test/users").asInt()).isEqualTo(20);
    assertThat(result.at("/views/visual/test/users").asInt()).isEqualTo(20);
    assertThat(result.at("/teachers/visual/test/users").asInt()).isEqualTo(20);
    assertThat(RunFiles.lines(run.resolve("per-user.tsv")))
        .hasSize(21)
        .element(1)
        .asString()
        .startsWith("10\t");
  }

  @Test
  void oneModalityIsAWarning() {
    ToyFolder toy = new ToyFolder(folder, "toy").without("textual_feat.npy");
    Invocation invocation =
        Invocation.succeed("--dataset", "" + toy.path(), "--run-dir", "" + folder);
    assertThat(invocation.errorLines())
        .filteredOn(line -> line.startsWith("WARN"))
        .singleElement()
        .asString()
        .contains("dataset toy has one modality", "weight is 1");
    assertThat(invocation.out()).contains("only visual", "teacher visual");
    assertThat(values(invocation.run(), "lambda.visual")).containsOnly(1.0);
  }

  @Test
  void everythingLoggedIsInTheLog() throws Exception {
    assertThat(Files.readAllLines(reference.resolve("log.txt")))
        .filteredOn(line -> line.contains(" epoch="))
        .hasSize(16)
        .allMatch(line -> line.matches("\\S+ INFO +epochs (student|teacher\\.\\w+) epoch=.*"));
  }
}
