package org.equimodal.datasets.preparation.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.equimodal.datasets.KilledCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads killed in their midst; each goes on with what the one before has left. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class KilledDownloadTest {
  private static final int LENGTH = 2_000_000;

  @TempDir private Path parent;

  /** Downloads a file, in a process of its own. */
  public static void main(String[] arguments) {
    URI address = URI.create(arguments[0]);
    new Downloader(Duration.ofSeconds(1), (file, bytes, length) -> {})
        .fetch(PublishedFile.of("file.bin", address), Path.of(arguments[1]));
  }

  private static List<String> command(FileServer server, Path out) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        KilledDownloadTest.class.getName(),
        server.address().toString(),
        out.resolve("file.bin").toString());
  }

  private static boolean askedForWhatIsMissing(FileServer server) {
    return server.ranges().stream().anyMatch(range -> range.matches("bytes=[1-9]\\d+-"));
  }

  @Test
  void goesOnWhereItWasKilled() throws Exception {
    byte[] content = new byte[LENGTH];
    new Random(3).nextBytes(content);
    try (FileServer server = new FileServer(content, FileServer::slowly)) {
      KilledCommand.goingOn(parent, out -> command(server, out))
          .comesToTheSameBytes(printed -> askedForWhatIsMissing(server));
    }
    assertThat(parent.resolve("killed/file.bin")).hasSize(LENGTH);
  }
}
