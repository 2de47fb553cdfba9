package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReasonTest {
  @TempDir private Path folder;

  /** Something that fails. */
  private interface Work {
    void run() throws IOException;
  }

  private static String reason(Work work) {
    try {
      work.run();
    } catch (IOException | UncheckedIOException e) {
      return Reason.of(e);
    }
    throw new AssertionError("nothing failed");
  }

  @Test
  void namesNeitherClassesNorFiles() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[] {(byte) 0xFF});
    assertThat(reason(() -> Files.readString(folder.resolve("g"))))
        .isEqualTo("no such file or folder");
    assertThat(reason(() -> Files.readString(file))).isEqualTo("not UTF-8 text");
    assertThat(reason(() -> Files.readString(file.resolve("h")))).isEqualTo("Not a directory");
    assertThat(reason(() -> Files.createDirectory(file))).isEqualTo("a file is in the way");
    assertThat(Reason.of(new AccessDeniedException("f"))).isEqualTo("permission denied");
    assertThat(Reason.of(new FileAlreadyExistsException("f"))).isEqualTo("a file is in the way");
    assertThat(Reason.of(new UncheckedIOException(new NoSuchFileException("f"))))
        .isEqualTo("no such file or folder");
    assertThat(Reason.of(new MalformedInputException(1))).isEqualTo("not UTF-8 text");
    assertThat(Reason.of(new IOException("stopped"))).isEqualTo("stopped");
    assertThat(Reason.of(new EOFException())).isEqualTo("EOFException");
  }
}
