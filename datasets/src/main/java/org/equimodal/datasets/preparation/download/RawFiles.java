package org.equimodal.datasets.preparation.download;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.equimodal.datasets.InputException;

/** The files of a public dataset in a folder on the disk. */
public final class RawFiles {
  private RawFiles() {}

  /**
   * Makes sure that files are there.
   *
   * @param folder where they should lie; it is made where files are downloaded
   * @param files what is needed
   * @param downloader fetches what is missing; absent: nothing is fetched
   * @throws InputException if some are missing and stay so
   */
  public static void require(
      Path folder, List<PublishedFile> files, Optional<Downloader> downloader) {
    List<PublishedFile> missing =
        files.stream().filter(file -> !Files.isRegularFile(file.in(folder))).toList();
    if (!missing.isEmpty() && downloader.isEmpty()) {
      throw new InputException(
          "%s lacks %s; download what is missing and put it there, or give --download"
              .formatted(
                  folder,
                  missing.stream()
                      .map(file -> file.name() + " (" + file.address() + ")")
                      .collect(Collectors.joining(", "))));
    }
    for (PublishedFile file : missing) {
      downloader.orElseThrow().fetch(file, folder.resolve(file.name()));
    }
  }
}
