package org.equimodal.trainer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.equimodal.datasets.preparation.download.DownloadProgress;
import org.equimodal.datasets.preparation.download.Downloader;
import org.equimodal.datasets.preparation.download.PublishedFile;
import org.equimodal.datasets.preparation.download.RawFiles;
import picocli.CommandLine.Option;

/** The flags of everything whose raw data are published. */
final class DownloadOptions {

  private static final Duration PAUSE = Duration.ofSeconds(3);

  @Option(
      names = "--raw",
      paramLabel = "DIR",
      description = "The folder with the published files: raw.")
  private Path raw = Path.of("raw");

  @Option(
      names = "--download",
      description =
          "Fetch what is missing there; a download that breaks off is gone on with next time."
              + " Files listed in SHA256SUMS there are checked, those fetched are added to it.")
  private boolean download;

  /** The folder with the published files. */
  Path raw() {
    return raw;
  }

  /** Whether what is missing is fetched. */
  boolean download() {
    return download;
  }

  /**
   * Makes sure that files are there.
   *
   * @throws org.equimodal.datasets.InputException if some are missing and stay so, or have another
   *     hash than is listed
   */
  void require(List<PublishedFile> files) {
    try (DownloadBar bar = new DownloadBar()) {
      DownloadProgress progress = NativeEnvironment.isTerminal() ? bar : DownloadProgress.NONE;
      RawFiles.require(
          raw, files, download ? Optional.of(new Downloader(PAUSE, progress)) : Optional.empty());
    }
  }
}
