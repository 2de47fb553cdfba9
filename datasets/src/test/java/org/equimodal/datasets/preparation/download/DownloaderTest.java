package org.equimodal.datasets.preparation.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.equimodal.datasets.preparation.amazon.Gzip;
import org.equimodal.datasets.preparation.download.FileServer.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DownloaderTest {
  private static final int LENGTH = 300_000;
  private static final String MD5_OF_ABC = "900150983cd24fb0d6963f7d28e17f72";

  @TempDir private Path folder;

  private final byte[] content = new byte[LENGTH];
  private final List<Long> came = Collections.synchronizedList(new ArrayList<>());
  private Path target;
  private Path part;

  @BeforeEach
  void prepare() {
    new Random(7).nextBytes(content);
    target = folder.resolve("raw/file.bin");
    part = folder.resolve("raw/file.bin.part");
  }

  private void fetch(FileServer server) {
    fetch(PublishedFile.of("file.bin", server.address()));
  }

  private void fetch(PublishedFile file) {
    fetch(file, Duration.ofMinutes(1));
  }

  private void fetch(PublishedFile file, Duration silence) {
    new Downloader(Duration.ZERO, silence, (named, bytes, length) -> came.add(bytes))
        .fetch(file, target);
  }

  /** Fetches the file in spite of some answers, and gives what was asked for. */
  private List<String> fetched(Answer... answers) throws IOException {
    try (FileServer server = new FileServer(content, answers)) {
      fetch(server);
      assertThat(target).hasBinaryContent(content);
      assertThat(part).doesNotExist();
      return server.ranges();
    }
  }

  /**
   * Breaks off after so many bytes of the file, but only when they have been taken: of what is
   * under way while a connection breaks the client may lose any part.
   */
  private Answer breakingOffAt(int end) {
    return whenTaken(end, FileServer.breakingOffAt(end));
  }

  private Answer whenTaken(int end, Answer answer) {
    return (exchange, bytes, from) -> {
      answer.give(exchange, bytes, from);
      exchange.getResponseBody().flush();
      while (from < end && !came.contains((long) end) && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(1_000_000);
      }
    };
  }

  private Path version() {
    return folder.resolve("raw/file.bin.part.version");
  }

  private void begin(int bytes) throws IOException {
    Files.createDirectories(part.getParent());
    Files.write(part, Arrays.copyOf(content, bytes));
  }

  @Test
  void fetchesAFile() throws IOException {
    assertThat(fetched(FileServer::well)).containsExactly("all");
    assertThat(came).isSorted().endsWith((long) LENGTH);
  }

  @Test
  void goesOnAfterABreak() throws IOException {
    assertThat(fetched(breakingOffAt(100_000), breakingOffAt(100_001), FileServer::well))
        .containsExactly("all", "bytes=100000-", "bytes=100001-");
  }

  @Test
  void goesOnWithWhatAnEarlierProcessLeft() throws IOException {
    begin(123_456);
    assertThat(fetched(FileServer::well)).containsExactly("bytes=123456-");
  }

  @Test
  @Timeout(300)
  void goesOnAfterASilence() throws IOException {
    Answer silent = FileServer.fallingSilentAt(100_000);
    Answer silentOnce =
        (exchange, bytes, from) ->
            (from < 100_000 ? silent : (Answer) FileServer::well).give(exchange, bytes, from);
    try (FileServer server = new FileServer(content, silentOnce)) {
      fetch(PublishedFile.of("file.bin", server.address()), Duration.ofMillis(300));
      assertThat(target).hasBinaryContent(content);
      assertThat(server.ranges())
          .as("with more between them if this machine itself paused for so long")
          .startsWith("all")
          .contains("bytes=100000-");
    }
  }

  @Test
  @Timeout(300)
  void givesUpOnAServerThatStaysSilent() throws IOException {
    try (FileServer server = new FileServer(content, FileServer.fallingSilentAt(1000))) {
      assertRefused(
          () -> fetch(PublishedFile.of("file.bin", server.address()), Duration.ofMillis(100)),
          "nothing came for 0.1 seconds after 1000 bytes; check the network");
    }
    assertThat(part).as("kept for the next attempt").hasSize(1000);
  }

  @Test
  void beginsAgainWhereTheFileHasChanged() throws IOException {
    byte[] old = new byte[LENGTH];
    assertThat(
            fetched(
                whenTaken(100_000, FileServer.version("\"1\"", old, 100_000)),
                whenTaken(150_000, FileServer.version("\"2\"", content, 150_000)),
                FileServer.version("\"2\"", content, LENGTH)))
        .containsExactly("all", "bytes=100000-", "bytes=150000-");
    assertThat(version()).doesNotExist();
  }

  @Test
  void knowsInALaterProcessWhatWasBegun() throws IOException {
    begin(1000);
    Files.writeString(version(), "\"1\"");
    assertThat(fetched(FileServer.version("\"1\"", content, LENGTH)))
        .containsExactly("bytes=1000-");
    Files.delete(target);
    Files.write(part, new byte[1000]);
    Files.writeString(version(), "\"0\"");
    assertThat(fetched(FileServer.version("\"1\"", content, LENGTH)))
        .containsExactly("bytes=1000-");
  }

  @Test
  void beginsAgainWhereAServerKnowsNoIfRange() throws IOException {
    Files.createDirectories(part.getParent());
    Files.write(part, new byte[1000]);
    Files.writeString(version(), "\"0\"");
    Answer changed =
        (exchange, bytes, from) -> {
          exchange.getResponseHeaders().set("ETag", "\"1\"");
          FileServer.well(exchange, bytes, from);
        };
    assertThat(fetched(changed)).containsExactly("bytes=1000-", "all");
  }

  @Test
  void aWeakTagIsNotEnough() throws IOException {
    Answer weak =
        (exchange, bytes, from) -> {
          exchange.getResponseHeaders().set("ETag", "W/\"1\"");
          exchange.getResponseHeaders().set("Last-Modified", "Sat, 01 Nov 2014 00:00:00 GMT");
          breakingOffAt(1000).give(exchange, bytes, from);
        };
    try (FileServer server = new FileServer(content, weak)) {
      assertRefused(() -> fetch(server), "after 1000 bytes; check the network");
    }
    assertThat(version()).hasContent("Sat, 01 Nov 2014 00:00:00 GMT");
  }

  @Test
  void readsWhatIsCompressedToItsEnd() throws IOException {
    target = folder.resolve("raw/file.gz");
    byte[] whole = Gzip.bytes(HexFormat.of().formatHex(content));
    byte[] cut = Arrays.copyOf(whole, whole.length - 9);
    byte[] spliced = whole.clone();
    spliced[whole.length / 2] ^= 1;
    for (byte[] damaged : List.of(cut, spliced)) {
      try (FileServer server = new FileServer(damaged, FileServer::well)) {
        assertRefused(
            () -> fetch(PublishedFile.of("file.gz", server.address())),
            server.address() + " is no whole gzip file: it was deleted; run this again");
      }
      assertThat(target.getParent()).isEmptyDirectory();
    }
    try (FileServer server = new FileServer(whole, FileServer::well)) {
      fetch(PublishedFile.of("file.gz", server.address()));
    }
    assertThat(target).hasBinaryContent(whole);
  }

  @Test
  void takesAllFromAServerThatIgnoresRanges() throws IOException {
    begin(1000);
    assertThat(fetched(FileServer::all)).containsExactly("bytes=1000-");
  }

  @Test
  void takesAnAnswerWithoutLength() throws IOException {
    assertThat(fetched(FileServer::withoutLength)).containsExactly("all");
  }

  @Test
  void findsThatAllWasThere() throws IOException {
    begin(LENGTH);
    assertThat(fetched(FileServer::well)).containsExactly("bytes=300000-");
    assertThat(came).isEmpty();
  }

  @Test
  void beginsAgainWhereWhatIsThereIsTooLong() throws IOException {
    begin(LENGTH + 1);
    assertThat(fetched(FileServer::well)).containsExactly("bytes=300001-", "all");
  }

  @Test
  void beginsAgainWhereAnotherPartComes() throws IOException {
    begin(1000);
    assertThat(fetched(FileServer.range("bytes 5-99/300000", 5, 100), FileServer::well))
        .containsExactly("bytes=1000-", "all");
  }

  @Test
  void triesAgainWhenTheServerIsBusy() throws IOException {
    assertThat(fetched(FileServer.status(503), FileServer.status(429), FileServer::well))
        .containsExactly("all", "all", "all");
  }

  private void assertFails(List<String> asked, Answer answer, String... parts) throws IOException {
    try (FileServer server = new FileServer(content, answer)) {
      assertRefused(() -> fetch(server), parts);
      assertThat(server.ranges()).isEqualTo(asked);
    }
    assertThat(target).doesNotExist();
  }

  @Test
  void givesUpWhereTheFileIsNot() throws IOException {
    assertFails(
        List.of("all"),
        FileServer.status(404),
        "cannot download http://",
        "/file.bin: the server answered 404; the file may have moved",
        "put it where " + part + " lies");
    assertThat(part).doesNotExist();
  }

  @Test
  void givesUpWhereItComesNoFurther() throws IOException {
    assertFails(
        List.of("all", "bytes=5000-", "bytes=5000-", "bytes=5000-", "bytes=5000-"),
        breakingOffAt(5000),
        "after 5000 bytes; check the network and run this again, which goes on with what is in "
            + part);
    assertThat(part).as("kept for the next attempt").hasSize(5000);
    assertFails(
        List.of("bytes=5000-", "bytes=5000-", "bytes=5000-", "bytes=5000-", "bytes=5000-"),
        FileServer.status(500),
        "the server answered 500 after 5000 bytes");
  }

  @Test
  void givesUpOnServersThatLieAboutTheLength() throws IOException {
    begin(10);
    try (FileServer server =
        new FileServer(
            content, FileServer.range("bytes 10-99/500000", 10, 100), FileServer::well)) {
      fetch(server);
      assertThat(target).as("the length it says later").hasBinaryContent(content);
      assertThat(server.ranges()).containsExactly("bytes=10-", "bytes=100-");
    }
    Files.delete(target);
    begin(10);
    assertFails(
        List.of("bytes=10-", "bytes=60-", "all", "all", "all"),
        (exchange, bytes, from) -> {
          if (from == 10) {
            FileServer.range("bytes 10-59/500000", 10, 60).give(exchange, bytes, from);
          } else {
            FileServer.range("bytes */7", 0, 0).give(exchange, bytes, from);
          }
        },
        "the server's answer has another length than it says after 0 bytes");
  }

  @Test
  void givesUpOnAnswersItCannotRead() throws IOException {
    begin(10);
    assertFails(
        List.of("bytes=10-", "bytes=10-", "bytes=10-", "bytes=10-", "bytes=10-"),
        FileServer.range("rows 1-2", 0, 1),
        "the server's Content-Range is 'rows 1-2' after 10 bytes");
  }

  @Test
  void comparesTheChecksum() throws IOException {
    Checksum published = new Checksum("MD5", MD5_OF_ABC);
    byte[] abc = {'a', 'b', 'c'};
    for (byte[] served : List.of(abc, new byte[] {'x'})) {
      try (FileServer server = new FileServer(served, FileServer::well)) {
        PublishedFile file = PublishedFile.of("file.bin", server.address()).withChecksum(published);
        if (served.length == 3) {
          fetch(file);
          assertThat(target).hasBinaryContent(abc);
          Files.delete(target);
        } else {
          assertRefused(
              () -> fetch(file),
              server.address()
                  + " has MD5 9dd4e461268c8034f5c8564e155c67a6, but MD5 "
                  + MD5_OF_ABC
                  + " is published",
              "deleted");
          assertThat(target).doesNotExist();
          assertThat(part).doesNotExist();
        }
      }
    }
  }

  @Test
  void saysAtOnceThatThereIsNoConnection() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    PublishedFile closed =
        PublishedFile.of("file.bin", URI.create("http://localhost:" + port + "/file.bin"));
    assertRefused(
        () -> fetch(closed),
        "cannot download http://localhost:"
            + port
            + "/file.bin: no connection to localhost after 0 bytes");
    String unknown = "x".repeat(64) + ".invalid"; // a label has at most 63, so nobody is asked
    PublishedFile nowhere =
        PublishedFile.of("file.bin", URI.create("http://" + unknown + "/file.bin"));
    assertRefused(() -> fetch(nowhere), "no connection to " + unknown);
  }

  @Test
  void leavesAFileToTheDownloadThatWritesIt() throws IOException {
    begin(10);
    try (FileServer server = new FileServer(content, FileServer::well);
        FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertRefused(() -> fetch(server), part + " is being written by another download");
      assertThat(server.ranges()).isEmpty();
    }
    assertThat(part).hasSize(10);
  }
}
