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
   * Where files are downloaded, no file is listed in which there is something wrong.
   *
   * @param folder where they should lie; it is made where files are downloaded
   * @param files what is needed
   * @param downloader fetches what is missing; absent: nothing is fetched
   * @throws InputException if some are missing and stay so, one has another hash than listed, or
   *     one that is to be listed is damaged
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
        boolean fetched = missing.contains(file);
        if (fetched) {
          downloader.orElseThrow().fetch(file, folder.resolve(file.name()));
        }
        Path path = file.in(folder);
        if (!sums.check(path) && downloader.isPresent()) {
          if (!fetched) { // from elsewhere, or by a process that got no further
            requireSound(file, path);
          }
          sums.add(path);
        }
      }
    } catch (IOException e) {
      throw new InputException(
          "cannot check the files in %s: %s; check the folder and its permissions"
              .formatted(folder, Reason.withFile(e)),
          e);
    }
  }

  private static void requireSound(PublishedFile file, Path path) throws IOException {
    Optional<String> fault = file.fault(path);
    if (fault.isPresent()) {
      throw new InputException(
          "%s %s; delete it, or put the right one there, and run this again"
              .formatted(path, fault.get()));
    }
  }
}
