package org.equimodal.datasets.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.equimodal.datasets.KilledCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Preparations killed or ended in the midst of their work, and run again. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class KilledPreparationTest {
  private static final String MEMORY = "256m";
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path parent;
  private Path file;
  private Path folder;

  @BeforeEach
  void writeRawData() throws IOException {
    file = GeneratedFile.write(parent.resolve("raw.tsv"), 200_000, 8_000, 2_000);
    folder = Files.createDirectory(parent.resolve("ended")).resolve("d");
  }

  /** Prepares it in this process. */
  private Map<String, String> prepared(Path whole) {
    PreparationProcess.main(new String[] {file.toString(), whole.toString(), "GLOBAL_TIME"});
    return FolderBytes.of(whole);
  }

  private Process startAndAwait(String written) throws IOException {
    Process process = PreparationProcess.start(MEMORY, file, folder, SplitRule.GLOBAL_TIME);
    while (process.isAlive() && !isWritten(written)) {
      Thread.onSpinWait();
    }
    return process;
  }

  private boolean isWritten(String name) throws IOException {
    try (var pending = Files.newDirectoryStream(folder.getParent(), ".d.*.preparing")) {
      for (Path made : pending) {
        if (Files.exists(made.resolve(name))) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void killedAtRandomMomentsItComesToTheSameBytes() throws Exception {
    KilledCommand.beginning(
            parent,
            out -> PreparationProcess.command(MEMORY, file, out.resolve("d"), SplitRule.LATTICE))
        .comesToTheSameBytes();
  }

  @Test
  void killedWhileItWritesEveryFileOnceItLeavesNoneUnderAFinalName() throws Exception {
    Map<String, String> expected = prepared(parent.resolve("d"));
    for (String written : List.of("d.inter", "items.tsv", "items.jsonl", "dataset.yaml")) {
      Process process = startAndAwait(written);
      process.destroyForcibly().waitFor();
      String when = "killed at " + written;
      assertThat(FolderBytes.names(folder.getParent()).stream().filter(n -> !n.startsWith(".")))
          .as(when)
          .isSubsetOf("d", "d.log");
      if (Files.exists(folder)) {
        assertThat(FolderBytes.of(folder)).as(when).isEqualTo(expected);
      }
    }
    assertThat(prepared(folder)).isEqualTo(expected);
    assertThat(FolderBytes.names(folder.getParent())).containsExactly("d", "d.log");
  }

  /** By SIGTERM, because a shell may have its jobs in the background ignore that of Ctrl-C. */
  @Test
  void endedByASignalItLeavesTheFormerFolderAndNothingElse() throws Exception {
    Map<String, String> former = prepared(folder);
    for (String written : List.of("", "d.inter")) {
      int exitCode;
      do { // until the signal comes in time
        Process process = startAndAwait(written);
        process.destroy();
        exitCode = process.waitFor();
      } while (exitCode == 0);
      assertThat(exitCode).isEqualTo(TERMINATED);
      assertThat(parent.resolve("ended/d.log")).content().doesNotContain("Exception");
      assertThat(FolderBytes.names(folder.getParent())).containsExactly("d", "d.log");
      assertThat(FolderBytes.of(folder)).isEqualTo(former);
    }
  }
}
