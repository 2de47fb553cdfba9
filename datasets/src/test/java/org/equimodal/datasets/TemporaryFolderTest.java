package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {

  @Test
  void goesWithAllThatIsInIt() throws IOException {
    Path path;
    try (TemporaryFolder folder = TemporaryFolder.make("test")) {
      path = folder.path();
      assertThat(path).isEmptyDirectory();
      assertThat(path.getFileName().toString()).startsWith("equimodal-test-");
      Files.createFile(Files.createDirectories(path.resolve("below/that")).resolve("file"));
    }
    assertThat(path).doesNotExist();
  }
}
