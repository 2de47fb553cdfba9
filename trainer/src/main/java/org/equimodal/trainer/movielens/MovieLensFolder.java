package org.equimodal.trainer.movielens;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;
import org.equimodal.datasets.preparation.download.PublishedFile;
import org.equimodal.trainer.run.AtomicFile;

/**
 * The files of MovieLens-100K as they are published: {@code u.data} (user, movie, rating, time,
 * separated by tabs), {@code u.item} and {@code u.user} (separated by {@code |}, ISO 8859-1).
 *
 * @param path the folder they lie in
 */
record MovieLensFolder(Path path) {
  static final String RATINGS = "u.data";
  static final String MOVIES = "u.item";
  static final String USERS = "u.user";

  private static final List<String> FILES = List.of(RATINGS, MOVIES, USERS);
  private static final String FOLDER = "ml-100k";
  private static final int MOVIE_COLUMNS = 24;
  private static final int FIRST_GENRE = 5;
  private static final int USER_COLUMNS = 5;

  /** The files at a path or in {@code ml-100k} below it, if they are there. */
  static Optional<MovieLensFolder> find(Path raw) {
    return Stream.of(raw, raw.resolve(FOLDER))
        .filter(
            folder -> FILES.stream().allMatch(name -> Files.isRegularFile(folder.resolve(name))))
        .findFirst()
        .map(MovieLensFolder::new);
  }

  /**
   * Unpacks the published archive where it lies.
   *
   * @throws InputException if it is missing or damaged
   */
  static MovieLensFolder unpack(Path raw, PublishedFile archive) {
    Path zip = raw.resolve(archive.name());
    if (!Files.isRegularFile(zip)) {
      throw new InputException(
          "%s lacks %s, and %s which holds all; download %s and put it there, or give --download"
              .formatted(raw, missing(raw), archive.name(), archive.address()));
    }
    return unpack(zip, raw.resolve(FOLDER));
  }

  private static String missing(Path raw) {
    return FILES.stream()
        .filter(file -> Files.notExists(raw.resolve(file)))
        .collect(Collectors.joining(", "));
  }

  private static MovieLensFolder unpack(Path zip, Path folder) {
    Set<String> missing = new HashSet<>(FILES);
    try (InputStream in = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(in)) {
      Files.createDirectories(folder);
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (missing.remove(name)) {
          AtomicFile.write(folder.resolve(name), entries::transferTo);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new InputException(
          "cannot unpack %s where it lies: %s; check the folder's permissions, and if they are right, download the archive again"
              .formatted(zip, Reason.of(e)),
          e);
    }
    if (!missing.isEmpty()) {
      throw new InputException(
          "%s holds no %s: it is not the archive of MovieLens-100K; delete it and download it again"
              .formatted(zip, String.join(", ", missing)));
    }
    return new MovieLensFolder(folder);
  }

  /** The files. */
  List<Path> files() {
    return FILES.stream().map(path::resolve).toList();
  }

  /**
   * Writes the files as DJL's reader wants them: in UTF-8, and all ratings in place of the part of
   * a split that it would read.
   *
   * @param target the folder they go to
   * @throws InputException if a line is malformed, or a rating names a user or movie that is not
   *     listed
   */
  void stage(Path target) throws IOException {
    Set<String> users = new HashSet<>();
    copy(
        USERS,
        target.resolve(USERS),
        "\\|",
        (fields, where) -> {
          requireColumns(fields, USER_COLUMNS, where);
          users.add(fields[0]);
        });
    Set<String> movies = new HashSet<>();
    copy(
        MOVIES,
        target.resolve(MOVIES),
        "\\|",
        (fields, where) -> {
          requireColumns(fields, MOVIE_COLUMNS, where);
          for (int column = FIRST_GENRE; column < MOVIE_COLUMNS; column++) {
            require(
                fields[column].matches("[01]"),
                where,
                "a genre is '" + fields[column] + "', expected 0 or 1");
          }
          movies.add(fields[0]);
        });
    copy(
        RATINGS,
        target.resolve(MovieLensTable.RATINGS_READ),
        "\t",
        (fields, where) -> {
          requireColumns(fields, 4, where);
          require(users.contains(fields[0]), where, "user " + fields[0] + " is not in " + USERS);
          require(movies.contains(fields[1]), where, "movie " + fields[1] + " is not in " + MOVIES);
          require(
              fields[2].matches("[1-5]"),
              where,
              "the rating is '" + fields[2] + "', expected 1 to 5");
          require(
              fields[3].matches("\\d{1,18}"),
              where,
              "the time is '" + fields[3] + "', expected seconds");
        });
  }

  /** Looks at one line. */
  private interface LineCheck {
    void check(String[] fields, String where);
  }

  private void copy(String name, Path target, String separator, LineCheck check)
      throws IOException {
    Path source = path.resolve(name);
    try (BufferedReader lines = Files.newBufferedReader(source, StandardCharsets.ISO_8859_1);
        Writer copy = Files.newBufferedWriter(target, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          check.check(line.split(separator, -1), source + ", line " + number);
          copy.write(line + "\n");
        }
      }
    }
  }

  private static void requireColumns(String[] fields, int columns, String where) {
    require(
        fields.length == columns,
        where,
        "it has %d columns, expected %d".formatted(fields.length, columns));
  }

  private static void require(boolean met, String where, String fault) {
    if (!met) {
      throw new InputException(
          where + ": " + fault + "; unpack the published archive again or correct the line");
    }
  }
}
