package org.equimodal.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.equimodal.trainer.RunFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder is there whole or not at all. */
class AtomicFolderTest {

  @TempDir Path parent;

  private void write(Path folder, String text) {
    AtomicFolder.write(
        folder,
        temporary -> {
          Files.createDirectory(temporary.resolve("sub"));
          Files.writeString(temporary.resolve("sub/" + text), text);
        });
  }

  @Test
  void writesAndReplacesWholeFolders() {
    Path folder = parent.resolve("f");
    write(folder, "old");
    assertThat(RunFiles.in(parent)).containsExactly("f/sub/old");
    write(folder, "new");
    assertThat(RunFiles.in(parent)).containsExactly("f/sub/new");
    assertThat(parent.toFile().list()).containsExactly("f");
  }

  @Test
  void nothingBearsTheNameUntilAllIsWritten() {
    Path folder = parent.resolve("f");
    AtomicFolder.write(
        folder,
        temporary -> {
          Files.writeString(temporary.resolve("a"), "text");
          assertThat(folder).doesNotExist();
        });
    assertThat(folder.resolve("a")).hasContent("text");
  }

  @Test
  void aFailedWriteLeavesTheOldFolderWhole() {
    Path folder = parent.resolve("f");
    write(folder, "old");
    IOException fault = new IOException("disk full");
    assertThatThrownBy(
            () ->
                AtomicFolder.write(
                    folder,
                    temporary -> {
                      Files.writeString(temporary.resolve("a"), "half");
                      throw fault;
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write " + folder + ": disk full")
        .hasCause(fault);
    assertThat(RunFiles.in(parent)).containsExactly("f/sub/old");
    assertThat(parent.toFile().list()).containsExactly("f");
  }

  @Test
  void aFailedFirstWriteLeavesNothing() {
    assertThatThrownBy(
            () ->
                AtomicFolder.write(
                    parent.resolve("f"),
                    temporary -> {
                      throw new IllegalStateException("cannot encode");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(parent).isEmptyDirectory();
  }
}
