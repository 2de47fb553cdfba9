package org.equimodal.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Modality;
import org.equimodal.evaluation.Metrics;
import org.equimodal.evaluation.RankingEvaluation;
import org.equimodal.evaluation.RankingReport;
import org.equimodal.trainer.RunFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of runs and the files in them. */
class RunFolderTest {

  @TempDir Path parent;

  private RunFolder created() {
    return RunFolder.create(parent, "sample-vbpr-ckd-s1");
  }

  @Test
  void createsAFolderNamedByTime() {
    RunFolder folder = RunFolder.create(parent.resolve("deep/runs"), "sample-vbpr-ckd-s1");
    assertThat(folder.path()).isEmptyDirectory().hasParent(parent.resolve("deep/runs"));
    assertThat(folder.path().getFileName().toString()).matches("sample-vbpr-ckd-s1-\\d{8}-\\d{6}");
  }

  @Test
  void runsOfOneSecondGetDifferentNames() {
    assertThat(IntStream.range(0, 5).mapToObj(k -> created().path()).distinct()).hasSize(5);
  }

  @Test
  void refusesAParentThatCannotHoldRuns() throws Exception {
    Path file = Files.writeString(parent.resolve("file"), "text");
    assertThatThrownBy(() -> RunFolder.create(file, "x"))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("runDir", file.toString(), "--run-dir");
  }

  @Test
  void opensRunsOnly() {
    RunFolder folder = created();
    assertThatThrownBy(() -> RunFolder.open(folder.path()))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(folder.path().toString(), "is not a run", "config.yaml");
    folder.writeConfig("seed: 1\n");
    assertThat(RunFolder.open(folder.path()).config()).hasContent("seed: 1\n");
  }

  @Test
  void teachersAreFoldersOfTheSameForm() {
    RunFolder folder = created();
    RunFolder teacher = folder.teacher(new Modality(0, "visual"));
    assertThat(teacher.path()).isEqualTo(folder.path().resolve("teachers/visual")).doesNotExist();
    assertThat(teacher.prepare().path()).isEmptyDirectory();
    teacher.prepare();
  }

  @Test
  void appendsAndTruncatesMetrics() {
    RunFolder folder = created();
    folder.truncateMetrics(0);
    Path metrics = folder.path().resolve("metrics.jsonl");
    assertThat(metrics).isEmptyFile();
    for (int epoch = 1; epoch <= 3; epoch++) {
      folder.appendMetrics(Map.of("epoch", epoch));
    }
    folder.truncateMetrics(5);
    assertThat(RunFiles.lines(metrics)).hasSize(3);
    folder.truncateMetrics(2);
    assertThat(metrics).hasContent("{\"epoch\":1}\n{\"epoch\":2}\n");
  }

  @Test
  void readsMetricsAsTheyWereAppended() throws Exception {
    RunFolder folder = created();
    assertThat(folder.readMetrics()).isEmpty();
    folder.appendMetrics(Map.of("epoch", 1, "loss", 0.5));
    folder.appendMetrics(Map.of("epoch", 2, "loss", Double.NaN));
    Path metrics = folder.path().resolve("metrics.jsonl");
    Files.writeString(metrics, "{\"epo", StandardOpenOption.APPEND);
    assertThat(folder.readMetrics())
        .as("the third line is still being written")
        .containsExactly(Map.of("epoch", 1, "loss", 0.5), Map.of("epoch", 2, "loss", "NaN"));
  }

  @Test
  void aResultEndsARun() {
    RunFolder folder = created();
    assertThat(folder.isFinished()).isFalse();
    assertThatThrownBy(folder::readResult)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has not finished");
    Result result =
        new Result(
            "finished",
            "sample",
            "vbpr",
            "ckd",
            Long.MAX_VALUE,
            3,
            2,
            Map.of("recall@20", 1.0 / 3),
            Map.of("recall@20", 0.1 + 0.2),
            Map.of("visual", new Result.Tested(Map.of("recall@20", Double.MIN_VALUE))),
            Map.of(),
            new Result.Timing(0.1, 0.2, 0.3, 0.4),
            new Result.Memory(1, 0));
    folder.writeResult(result);
    assertThat(folder.isFinished()).isTrue();
    assertThat(folder.readResult()).isEqualTo(result);
  }

  @Test
  void aDivergedRunIsNotToBeGoneOnWith() throws Exception {
    RunFolder folder = created();
    RunFolder teacher = folder.teacher(new Modality(0, "visual")).prepare();
    assertThat(folder.divergence()).isEmpty();
    teacher.writeDivergence(new Divergence(3, "training diverged"));
    String advice =
        " diverged in epoch 3, and would again; start a new run with a smaller training.learningRate";
    assertUnfinished(folder, "its teacher visual" + advice);
    assertUnfinished(teacher, "it" + advice);
    Files.writeString(folder.path().resolve("diverged.json"), "{\"epoch\": 1}");
    assertThatThrownBy(folder::readResult)
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("diverged.json: not a readable file of a run: it has no message");
    folder.removeDivergence();
    folder.removeDivergence();
    assertUnfinished(folder, "its teacher visual" + advice);
  }

  private static void assertUnfinished(RunFolder run, String why) {
    assertThatThrownBy(run::readResult)
        .isInstanceOf(InputException.class)
        .hasMessage(run.path() + ": this run has not finished: " + why);
  }

  @Test
  void theCacheIsBesideTheRun() {
    RunFolder folder = created();
    Path cache = folder.path().toAbsolutePath().getParent().resolve(".cache");
    assertThat(folder.cache()).isEqualTo(cache).doesNotExist();
    assertThat(folder.teacher(new Modality(0, "visual")).cache()).isEqualTo(cache);
    Path relative = Path.of("").toAbsolutePath().relativize(folder.path().toAbsolutePath());
    assertThat(RunFolder.at(relative).cache()).isEqualTo(cache);
  }

  @Test
  void aManifestSurvivesTheRoundTrip() {
    RunFolder folder = created();
    assertThat(folder.hasManifest()).isFalse();
    Manifest manifest =
        new Manifest(
            "1.0",
            "unknown",
            "2026-01-01T00:00:00Z",
            new Manifest.DatasetDescription(
                "sample",
                "abc",
                3,
                2,
                4,
                1,
                1,
                5,
                List.of(new Manifest.FeatureDescription("visual", 8, true, "def")),
                "ghi"),
            null,
            "123",
            Map.of("visual", new Manifest.TeacherReference("../other/teachers/visual", "456")),
            new Manifest.Environment("17", "Linux", "0", "2", "cpu()", 2));
    folder.writeManifest(manifest);
    assertThat(folder.hasManifest()).isTrue();
    assertThat(folder.readManifest()).isEqualTo(manifest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"equimodal\": | Unexpected end-of-input",
        "null | it is null",
        "{} | it has no equimodal",
        "{\"equimodal\": 1, \"git\": 1, \"started\": 1, \"dataset\": {}} | it has no dataset.name"
      })
  void damagedFilesAreNamed(String content, String fault) throws Exception {
    RunFolder folder = created();
    Files.writeString(folder.path().resolve("manifest.json"), content);
    assertThatThrownBy(folder::readManifest)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            folder.path().resolve("manifest.json") + ": not a readable file of a run: " + fault);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "{\"status\": \"finished\", \"test\": {\"users\": null}}"})
  void aResultHasAllItsParts(String content) throws Exception {
    RunFolder folder = created();
    Files.writeString(folder.path().resolve("result.json"), content);
    assertThatThrownBy(folder::readResult)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("result.json: not a readable file of a run: it ");
  }

  @Test
  void aLineOfMetricsIsNotNull() throws Exception {
    RunFolder folder = created();
    Files.writeString(folder.path().resolve("metrics.jsonl"), "null\n");
    assertThatThrownBy(folder::readMetrics)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("metrics.jsonl, line 1: not readable: it is null");
  }

  @Test
  void writesARowPerUserWithHeldOutItems() {
    RunFolder folder = created();
    Interactions heldOut = Interactions.of(3, 5, new int[] {0, 2}, new int[] {4, 1});
    int[][] ranked = {{4, 0}, {1}, {0, 2}};
    RankingReport report =
        new RankingEvaluation(Metrics.all(), List.of(1, 2)).evaluate(ranked, heldOut);
    folder.writePerUser(report);
    List<String> lines = RunFiles.lines(folder.path().resolve("per-user.tsv"));
    assertThat(lines.get(0)).startsWith("userID\trecall@1\trecall@2\tndcg@1\t");
    assertThat(lines.get(1)).startsWith("0\t1.0\t1.0\t1.0\t");
    assertThat(lines.get(2)).startsWith("2\t0.0\t0.0\t0.0\t");
    assertThat(lines).hasSize(3);
    assertThat(lines).allMatch(line -> line.split("\t", -1).length == 1 + 2 * Metrics.all().size());
  }
}
