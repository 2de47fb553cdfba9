package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRemovalTest {
  /** Every attempt but the last needs one, so these are fewer than there are attempts. */
  private static final int MOST_FILES = 100;

  @TempDir private Path parent;

  /** Writes on until the folder has gone. */
  private static void write(Path folder) {
    try {
      for (int k = 0; k < MOST_FILES; k++) {
        Files.createFile(folder.resolve("file" + k));
      }
    } catch (IOException e) {
      assertThat(folder).doesNotExist();
    }
  }

  @Test
  void removesWhatAppearsMeanwhileAndNothingBeside() throws Exception {
    Path folder = Files.createDirectories(parent.resolve("d"));
    Files.createFile(Files.createDirectories(folder.resolve("below/that")).resolve("file"));
    Path other = Files.createFile(Files.createDirectory(parent.resolve("other")).resolve("kept"));
    Files.createSymbolicLink(folder.resolve("link"), other.getParent());
    Thread writer = new Thread(() -> write(folder));
    writer.start();
    while (Files.notExists(folder.resolve("file9")) && writer.isAlive()) {
      Thread.onSpinWait();
    }
    FolderRemoval.of(folder);
    writer.join();
    assertThat(folder).doesNotExist();
    assertThat(other).as("behind a link").exists();
    FolderRemoval.of(folder); // once more does no harm
  }
}
