package org.equimodal.datasets.preparation.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;

/**
 * The files of a public dataset in a folder on the disk, with the hashes that they should have in
 * {@code SHA256SUMS}: whoever has them from elsewhere puts them there, and where files are
 * downloaded they are noted, so that what changes later is found out.
 */
public final class RawFiles {
  private RawFiles() {}

  /**
   * Makes sure that files are there, and are those that are listed by their hash, if they are.
   *
   * @param folder where they should lie; it is made where files are downloaded
   * @param files what is needed
   * @param downloader fetches what is missing; absent: nothing is fetched
   * @throws InputException if some are missing and stay so, or one has another hash than listed
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
    Sha256Sums sums = Sha256Sums.of(folder);
    try {
      for (PublishedFile file : files) {
        if (missing.contains(file)) {
          Path target = folder.resolve(file.name());
          downloader.orElseThrow().fetch(file, target);
          sums.checkOrAdd(target);
        } else if (downloader.isPresent()) { // perhaps fetched by a process that got no further
          sums.checkOrAdd(file.in(folder));
        } else {
          sums.check(file.in(folder));
        }
      }
    } catch (IOException e) {
      throw new InputException(
          "cannot check the files in %s: %s; check the folder and its permissions"
              .formatted(folder, Reason.withFile(e)),
          e);
    }
  }
}
