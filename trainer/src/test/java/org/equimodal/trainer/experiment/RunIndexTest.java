package org.equimodal.trainer.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.RunHashes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunIndexTest {

  @TempDir Path runDir;
  @TempDir Path elsewhere;

  private HandMadeRuns runs;

  @BeforeEach
  void choosePlace() {
    runs = new HandMadeRuns(runDir, "sample");
  }

  @Test
  void aFinishedRunIsFoundByItsHashWhateverItIsCalled() throws Exception {
    WantedRun wanted = runs.wanted("vbpr", "plain", 1);
    RunFolder there = runs.finish(wanted, 0.5);
    Path renamed = Files.move(there.path(), runDir.resolve("anything"));
    RunIndex index = new RunIndex(runDir);
    assertThat(index.finished(wanted).map(RunFolder::path)).contains(renamed);
    assertThat(index.finished(runs.wanted("vbpr", "plain", 2))).isEmpty();
    assertThat(index.finished(runs.wanted("vbpr", "ckd", 1))).isEmpty();
    assertThat(index.finished(runs.wanted("deepstyle", "plain", 1))).isEmpty();
  }

  @Test
  void ofTwoTheOlderIsTakenSoThatTablesStay() {
    WantedRun wanted = runs.wanted("vbpr", "plain", 1);
    RunFolder first = runs.finish(wanted, 0.5);
    runs.finish(wanted, 0.6);
    assertThat(new RunIndex(runDir).finished(wanted).map(RunFolder::path)).contains(first.path());
  }

  @Test
  void aRunThatHasGoneIsNotThere() throws Exception {
    WantedRun wanted = runs.wanted("vbpr", "plain", 1);
    RunFolder first = runs.finish(wanted, 0.5);
    RunFolder second = runs.finish(wanted, 0.6);
    RunIndex index = new RunIndex(runDir);
    remove(first);
    assertThat(index.outcome(wanted)).as("not looked again").isEmpty();
    index.lookAgain();
    assertThat(index.finished(wanted).map(RunFolder::path)).contains(second.path());
    remove(second);
    index.lookAgain();
    assertThat(index.outcome(wanted)).isEmpty();
    assertThat(index.plan(wanted)).isEqualTo("will be trained");
  }

  private void remove(RunFolder run) throws Exception {
    Files.move(run.path(), elsewhere.resolve(run.path().getFileName()));
  }

  @Test
  void anUnfinishedRunIsFoundByItsSettings() {
    WantedRun wanted = runs.wanted("vbpr", "ckd", 1);
    RunFolder begun = runs.begin(wanted);
    RunIndex index = new RunIndex(runDir);
    assertThat(index.finished(wanted)).isEmpty();
    assertThat(index.unfinished(wanted).map(RunFolder::path)).contains(begun.path());
    List<Sources.Flag> other = List.of(new Sources.Flag("--set", "ckd.lambdaG", 1));
    assertThat(index.unfinished(runs.wanted(wanted.cell(), other))).isEmpty();
    List<Sources.Flag> elsewhere = List.of(new Sources.Flag("--device", "device", "cpu"));
    assertThat(index.unfinished(runs.wanted(wanted.cell(), elsewhere))).isPresent();
  }

  @Test
  void anUnfinishedRunOnOtherDataIsNotGoneOnWith() {
    WantedRun wanted = runs.wanted("vbpr", "ckd", 1);
    runs.finish(wanted, 0.5).path().resolve("result.json").toFile().delete();
    assertThat(new RunIndex(runDir).unfinished(wanted)).isPresent();
    WantedRun onOtherData =
        new WantedRun(
            wanted.cell(),
            wanted.dataset(),
            "",
            wanted.settings(),
            RunHashes.of(wanted.settings(), "other data", HandMadeRuns.MODALITIES));
    assertThat(new RunIndex(runDir).unfinished(onOtherData)).isEmpty();
  }

  /** What no reader can make sense of; the last is UTF-32 whose second character there is not. */
  static Stream<Arguments> damages() {
    byte[] fault = {0, 0, 0, '"', 0x7f, 0x7f, 0x7f, 0x7f};
    return Stream.of("manifest.json", "result.json")
        .flatMap(
            file ->
                Stream.of("{".getBytes(UTF_8), "null".getBytes(UTF_8), "{}".getBytes(UTF_8), fault)
                    .map(content -> Arguments.of(file, content)));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void whatCannotBeReadIsNotThere(String file, byte[] content) throws Exception {
    WantedRun wanted = runs.wanted("vbpr", "plain", 1);
    RunFolder there = runs.finish(wanted, 0.5);
    Files.write(there.path().resolve(file), content);
    Files.createDirectories(runDir.resolve("no-run"));
    RunIndex index = new RunIndex(runDir);
    assertThat(index.finished(wanted)).isEmpty();
    assertThat(index.plan(wanted)).isEqualTo("will be trained");
  }

  @Test
  void aFolderInPlaceOfTheManifestIsNoManifest() throws Exception {
    WantedRun wanted = runs.wanted("vbpr", "plain", 1);
    Path manifest = runs.finish(wanted, 0.5).manifest();
    Files.delete(manifest);
    Files.createDirectory(manifest);
    assertThat(new RunIndex(runDir).finished(wanted)).isEmpty();
  }
}
