package org.equimodal.datasets.preparation.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.equimodal.datasets.preparation.amazon.AmazonCategory;
import org.equimodal.datasets.preparation.amazon.Gzip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFilesTest {
  private static final byte[] ABC = {'a', 'b', 'c'};
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String X = "0".repeat(64);

  @TempDir private Path folder;

  @Test
  void namesTheAddressesOfWhatIsMissing() throws IOException {
    Files.createFile(folder.resolve("meta_Sports_and_Outdoors.json"));
    String address = "https://snap.stanford.edu/data/amazon/productGraph/";
    assertRefused(
        () -> RawFiles.require(folder, AmazonCategory.SPORTS.files(), Optional.empty()),
        folder
            + " lacks reviews_Sports_and_Outdoors_5.json.gz ("
            + address
            + "categoryFiles/reviews_Sports_and_Outdoors_5.json.gz), image_features_Sports_and_Outdoors.b ("
            + address
            + "image_features/categoryFiles/image_features_Sports_and_Outdoors.b); download",
        "--download");
    assertThat(AmazonCategory.SPORTS.products().in(folder))
        .as("not compressed any more")
        .isEqualTo(folder.resolve("meta_Sports_and_Outdoors.json"));
  }

  @Test
  void fetchesWhatIsMissingOnly() throws IOException {
    Path raw = folder.resolve("raw");
    byte[] content = {1, 2, 3};
    try (FileServer server = new FileServer(content, FileServer::well)) {
      List<PublishedFile> files =
          List.of(
              PublishedFile.of("one", server.address()), PublishedFile.of("two", server.address()));
      Files.createDirectories(raw);
      Files.write(raw.resolve("one"), new byte[] {9});
      Downloader downloader = new Downloader(Duration.ZERO, DownloadProgress.NONE);
      RawFiles.require(raw, files, Optional.of(downloader));
      assertThat(raw.resolve("one")).hasBinaryContent(new byte[] {9});
      assertThat(raw.resolve("two")).hasBinaryContent(content);
      assertThat(server.ranges()).containsExactly("all");
    }
    RawFiles.require(
        raw, List.of(PublishedFile.of("one", URI.create("http://x.invalid"))), Optional.empty());
    assertThat(raw).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void whatIsListedIsChecked() throws IOException {
    Files.write(folder.resolve("one"), ABC);
    Files.writeString(
        folder.resolve("SHA256SUMS"),
        "# of our own\n\n%s *./one\n%s  other\n"
            .formatted(SHA256_OF_ABC.toUpperCase(Locale.ROOT), X));
    List<PublishedFile> one = List.of(PublishedFile.of("one", URI.create("http://x.invalid")));
    RawFiles.require(folder, one, Optional.empty());
    Files.write(folder.resolve("one"), new byte[] {'a', 'b'});
    Path list = folder.resolve("SHA256SUMS");
    String listed = Files.readString(list);
    Files.writeString(list, X + "  " + folder.resolve("one").toAbsolutePath() + "\n");
    assertRefused(() -> RawFiles.require(folder, one, Optional.empty()), "line 1, says " + X);
    Files.writeString(list, listed);
    assertRefused(
        () -> RawFiles.require(folder, one, Optional.empty()),
        folder.resolve("one")
            + " has SHA-256 fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603, but "
            + folder.resolve("SHA256SUMS")
            + ", line 3, says "
            + SHA256_OF_ABC
            + "; delete the file and run this again, or correct the line");
  }

  @Test
  void whatIsDownloadedIsCheckedOrListed() throws IOException {
    Path list = folder.resolve("SHA256SUMS");
    Files.writeString(list, X + "  two"); // without an end of its line
    try (FileServer server = new FileServer(ABC, FileServer::well)) {
      Optional<Downloader> downloader =
          Optional.of(new Downloader(Duration.ZERO, DownloadProgress.NONE));
      RawFiles.require(folder, List.of(PublishedFile.of("one", server.address())), downloader);
      assertThat(list).hasContent(X + "  two\n" + SHA256_OF_ABC + "  one\n");
      RawFiles.require(folder, List.of(PublishedFile.of("one", server.address())), downloader);
      assertThat(server.ranges()).as("there and as it should be").containsExactly("all");
      Files.writeString(
          list, X + "  two"); // as a process leaves it that is killed after a download
      RawFiles.require(folder, List.of(PublishedFile.of("one", server.address())), downloader);
      assertThat(list).hasContent(X + "  two\n" + SHA256_OF_ABC + "  one\n");
      assertRefused(
          () ->
              RawFiles.require(
                  folder, List.of(PublishedFile.of("two", server.address())), downloader),
          folder.resolve("two") + " has SHA-256 " + SHA256_OF_ABC,
          "line 1, says " + X);
      assertThat(folder.resolve("two")).hasBinaryContent(ABC);
    }
  }

  @Test
  void aDamagedFileThatIsThereIsNotListed() throws IOException {
    byte[] whole = Gzip.bytes("abc");
    Path list = folder.resolve("SHA256SUMS");
    try (FileServer server = new FileServer(whole, FileServer::well)) {
      PublishedFile file = PublishedFile.of("one.json.gz", server.address());
      Path there = folder.resolve("one.json.gz");
      byte[] cut = Files.readAllBytes(Files.write(there, Arrays.copyOf(whole, whole.length - 9)));
      assertRefused(
          () -> download(file),
          there
              + " is no whole gzip file; delete it, or put the right one there, and run this again");
      assertThat(there).as("not ours to delete").hasBinaryContent(cut);
      assertThat(list).doesNotExist();
      Files.delete(there);
      download(file);
      download(file);
      assertThat(there).hasBinaryContent(whole);
      assertThat(server.ranges()).containsExactly("all");
      assertThat(Files.readString(list)).matches("[0-9a-f]{64}  one.json.gz\n");
    }
  }

  private void download(PublishedFile file) {
    Downloader downloader = new Downloader(Duration.ZERO, DownloadProgress.NONE);
    RawFiles.require(folder, List.of(file), Optional.of(downloader));
  }

  @Test
  void whatIsDamagedIsToldByAllThatIsKnownOfTheFile() throws IOException {
    PublishedFile one = PublishedFile.of("one", URI.create("http://x.invalid"));
    Path there = Files.write(folder.resolve("one"), ABC);
    assertRefused(
        () -> download(one.withRecords(2)),
        there + " has 3 bytes, but should hold whole records of 2; delete it");
    assertThat(AmazonCategory.BABY.images().recordBytes()).isEqualTo(10 + 4 * 4096);
    assertRefused(
        () -> download(one.withChecksum(new Checksum("MD5", "0".repeat(32)))),
        there
            + " has MD5 900150983cd24fb0d6963f7d28e17f72, but MD5 "
            + "0".repeat(32)
            + " is published; delete it");
    Files.write(there, new byte[0]);
    assertRefused(() -> download(one), there + " is empty; delete it");
    assertThat(folder.resolve("SHA256SUMS")).doesNotExist();
  }

  @Test
  void whatIsNoLongerCompressedIsTakenAsItIs() throws IOException {
    Files.write(folder.resolve("one.json"), ABC);
    download(PublishedFile.of("one.json.gz", URI.create("http://x.invalid")));
    assertThat(folder.resolve("SHA256SUMS")).hasContent(SHA256_OF_ABC + "  one.json\n");
  }

  @Test
  void refusesAListThatCannotBeRead() throws IOException {
    Path list = folder.resolve("SHA256SUMS");
    List<PublishedFile> none = List.of();
    Files.writeString(list, X + "  one\n" + X.substring(1) + "  two\n");
    assertRefused(
        () -> RawFiles.require(folder, none, Optional.empty()),
        list + ", line 2: found '" + X.substring(1) + "  two', expected 64 hexadecimal digits",
        "correct or remove the line");
    Files.writeString(list, X + "  one\n" + SHA256_OF_ABC + "  one\n");
    assertRefused(
        () -> RawFiles.require(folder, none, Optional.empty()),
        list + ", line 2: another hash of one than in line 1; remove one of them");
    Files.write(list, new byte[] {(byte) 0xC3, '\n'});
    assertRefused(
        () -> RawFiles.require(folder, none, Optional.empty()), "cannot read " + list + ": ");
  }

  @Test
  void saysWhereAHashCannotBeAdded() throws IOException {
    Files.createDirectory(folder.resolve(".SHA256SUMS.lock"));
    Files.write(folder.resolve("one"), ABC);
    List<PublishedFile> one = List.of(PublishedFile.of("one", URI.create("http://x.invalid")));
    assertRefused(
        () ->
            RawFiles.require(
                folder, one, Optional.of(new Downloader(Duration.ZERO, DownloadProgress.NONE))),
        "cannot check the files in " + folder + ": ",
        "check the folder and its permissions");
  }

  @Test
  void noLineIsLostWhereTwoAddAtOnce() throws Exception {
    int each = 50;
    List<Path> files = new ArrayList<>();
    for (int k = 0; k < 2 * each; k++) {
      files.add(Files.write(folder.resolve("file" + k), ABC));
    }
    ExecutorService two = Executors.newFixedThreadPool(2);
    List<Future<?>> added = new ArrayList<>();
    for (List<Path> some : List.of(files.subList(0, each), files.subList(each, 2 * each))) {
      Sha256Sums sums = Sha256Sums.of(folder);
      added.add(
          two.submit(
              () -> {
                for (Path file : some) {
                  sums.add(file);
                }
                return null;
              }));
    }
    for (Future<?> one : added) {
      one.get();
    }
    two.shutdown();
    assertThat(Files.readAllLines(folder.resolve("SHA256SUMS")))
        .containsExactlyInAnyOrderElementsOf(
            files.stream().map(file -> SHA256_OF_ABC + "  " + file.getFileName()).toList());
  }
}
