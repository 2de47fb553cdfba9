package org.equimodal.datasets.preparation.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.equimodal.datasets.preparation.amazon.AmazonCategory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFilesTest {
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
}
