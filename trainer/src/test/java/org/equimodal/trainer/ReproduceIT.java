package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packed program reproduces the paper, again at once, and goes on where it was ended. */
@Timeout(value = 40, unit = TimeUnit.MINUTES)
class ReproduceIT {

  private static final Map<String, String> ONE_THREAD = Map.of("OMP_NUM_THREADS", "1");
  private static final String[] COMMAND = {
    "reproduce",
    "table1,table2,figure1",
    "--backbones",
    "vbpr,deepstyle",
    "--methods",
    "plain,ckd",
    "--seeds",
    "1",
    "--epochs",
    "15",
    "--set",
    "ckd.genericTriples=500",
    "--parallel",
    "2",
    "--device",
    "cpu",
    "--out",
    "tables"
  };
  private static final List<String> TABLES =
      List.of("table1-sample.md", "table1-sample.tex", "table2-sample.md", "table2-sample.tex");

  @TempDir Path left;
  @TempDir Path ended;

  private static long runs(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("runs"))) {
      // One that was killed before it had a configuration is no run.
      return all.filter(path -> Files.exists(path.resolve("config.yaml"))).count();
    }
  }

  @Test
  void everyArtefactFromACleanStartAndAgainWithoutTraining() throws Exception {
    String[] command = {
      "reproduce",
      "table1,table2,table3,figure1",
      "--backbones",
      "vbpr,egogcn",
      "--seeds",
      "1..2",
      "--epochs",
      "2",
      "--set",
      "gb.epochs=1",
      "--set",
      "ckd.genericTriples=500",
      "--parallel",
      "2",
      "--device",
      "cpu",
      "--out",
      "tables"
    };
    TrainerJar jar = new TrainerJar(left, ONE_THREAD);
    TrainerJar.Finished first = jar.run(command);
    assertThat(first.exitCode()).as(first.err()).isZero();
    for (int table = 1; table <= 3; table++) {
      assertThat(left.resolve("tables/table" + table + "-sample.md"))
          .content()
          .contains("vbpr", "egogcn")
          .doesNotContain("not run");
    }
    assertThat(left.resolve("tables/experiment.json"))
        .content()
        .contains("figure1-sample-vbpr", "figure1-sample-egogcn");
    long trained = runs(left);
    assertThat(trained).as("2 backbones, 2 seeds, 4 methods and 4 ablations").isEqualTo(32);

    TrainerJar.Finished again = jar.run(command);
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(runs(left)).isEqualTo(trained);
  }

  @Test
  void killedThenInterruptedItComesToTheSameTables() throws Exception {
    TrainerJar.Finished whole = new TrainerJar(left, ONE_THREAD).run(COMMAND);
    assertThat(whole.exitCode()).as(whole.err()).isZero();

    TrainerJar jar = new TrainerJar(ended, ONE_THREAD);
    Process killed = jar.start(COMMAND);
    TrainerJar.awaitLine(killed, "[1/4]");
    killed.destroyForcibly().waitFor();
    assertThat(ended.resolve("tables/table1-sample.md")).content().contains("not run");

    Process interrupted = jar.start(COMMAND);
    TrainerJar.awaitLine(interrupted, "[2/4]");
    TrainerJar.kill(interrupted, "TERM");
    TrainerJar.Finished stopped = jar.finish(interrupted);
    assertThat(stopped.exitCode()).isEqualTo(143);
    assertThat(stopped.err()).contains("the same command goes on").doesNotContain("Exception");

    TrainerJar.Finished rest = jar.run(COMMAND);
    assertThat(rest.exitCode()).as(rest.err()).isZero();
    assertThat(rest.out()).isEqualTo(whole.out());
    for (String table : TABLES) {
      assertThat(ended.resolve("tables").resolve(table))
          .hasSameBinaryContentAs(left.resolve("tables").resolve(table));
    }
    assertThat(runs(ended)).as("what was begun was gone on with").isEqualTo(runs(left));
  }
}
