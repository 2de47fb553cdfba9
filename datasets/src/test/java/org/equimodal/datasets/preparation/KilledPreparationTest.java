package org.equimodal.datasets.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.equimodal.datasets.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preparations killed at random moments, and run again. */
class KilledPreparationTest {
  private static final int KILLS = 12;
  private static final String MEMORY = "256m";

  @TempDir private Path parent;

  private static int finish(Process process) throws InterruptedException {
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  /** The folder under its final name is whole or not there, and there is nothing else to see. */
  private void assertWholeOrAbsent(Map<String, String> expected, String killed) {
    Path beside = parent.resolve("killed");
    assertThat(FolderBytes.names(beside).stream().filter(name -> !name.startsWith(".")))
        .as(killed)
        .isSubsetOf("d", "d.log");
    if (Files.exists(beside.resolve("d"))) {
      assertThat(FolderBytes.of(beside.resolve("d"))).as(killed).isEqualTo(expected);
    }
  }

  private Map<String, String> prepared(Path file, SplitRule split) throws Exception {
    Path whole = Files.createDirectory(parent.resolve("whole")).resolve("d");
    assertThat(finish(PreparationProcess.start(MEMORY, file, whole, split))).isZero();
    return FolderBytes.of(whole);
  }

  @Test
  void nothingHalfMadeBearsAFinalNameAndTheNextRunMakesTheSameBytes() throws Exception {
    Path file = GeneratedFile.write(parent.resolve("raw.tsv"), 200_000, 8_000, 2_000);
    long start = System.nanoTime();
    Map<String, String> expected = prepared(file, SplitRule.LATTICE);
    long nanoseconds = System.nanoTime() - start;
    Path folder = Files.createDirectory(parent.resolve("killed")).resolve("d");

    long seed = 20;
    RandomGenerator random = Seeds.generator(seed, "killed-preparation-test");
    int killed = 0;
    for (int k = 0; k < KILLS; k++) {
      Process process = PreparationProcess.start(MEMORY, file, folder, SplitRule.LATTICE);
      boolean ended =
          process.waitFor((long) (nanoseconds * random.nextDouble(0.2, 1)), TimeUnit.NANOSECONDS);
      process.destroyForcibly();
      killed += ended ? 0 : 1;
      finish(process);
      assertWholeOrAbsent(expected, "seed %d, kill %d".formatted(seed, k));
    }
    assertThat(killed).as("killed before its end").isPositive();
    assertThat(finish(PreparationProcess.start(MEMORY, file, folder, SplitRule.LATTICE))).isZero();
    assertThat(FolderBytes.of(folder)).isEqualTo(expected);
    assertThat(FolderBytes.names(folder.getParent())).containsExactly("d", "d.log");
  }

  @Test
  void killedWhileItWritesEveryFileOnceItLeavesNoneUnderAFinalName() throws Exception {
    Path file = GeneratedFile.write(parent.resolve("raw.tsv"), 200_000, 8_000, 2_000);
    Map<String, String> expected = prepared(file, SplitRule.GLOBAL_TIME);
    Path folder = Files.createDirectory(parent.resolve("killed")).resolve("d");
    for (String written : List.of("d.inter", "items.tsv", "items.jsonl", "dataset.yaml")) {
      Process process = PreparationProcess.start(MEMORY, file, folder, SplitRule.GLOBAL_TIME);
      while (process.isAlive() && !isWritten(written)) {
        Thread.onSpinWait();
      }
      process.destroyForcibly();
      finish(process);
      assertWholeOrAbsent(expected, "killed at " + written);
    }
    assertThat(finish(PreparationProcess.start(MEMORY, file, folder, SplitRule.GLOBAL_TIME)))
        .isZero();
    assertThat(FolderBytes.of(folder)).isEqualTo(expected);
    assertThat(FolderBytes.names(folder.getParent())).containsExactly("d", "d.log");
  }

  private boolean isWritten(String name) throws IOException {
    try (var pending = Files.newDirectoryStream(parent.resolve("killed"), ".d.*.preparing")) {
      for (Path folder : pending) {
        if (Files.exists(folder.resolve(name))) {
          return true;
        }
      }
    }
    return false;
  }
}
