package org.equimodal.trainer.movielens;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A few lines in the published form of MovieLens-100K, in ISO 8859-1 as there. */
public final class RawMovieLens {
  private RawMovieLens() {}

  /** Writes the three files: five users who rated five movies each, all at different times. */
  public static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    text(
        folder.resolve("u.user"),
        "1|24|M|technician|85711\n2|53|F|other|94043\n3|23|M|writer|32067\n4|24|M|technician|43537\n"
            + "5|33|F|other|15213\n");
    text(
        folder.resolve("u.item"),
        movie(1, "Toy Story (1995)", "01-Jan-1995", 3, 4, 5)
            + movie(2, "Mis\u00e9rables, Les", "01-Jan-1995", 8, 12)
            + movie(3, "Four Rooms (1995)", "01-Jan-1995", 16)
            + movie(4, "unknown", "", 0)
            + movie(1682, "Scream of Stone \"Schrei\" (1991)", "08-Mar-1996", 8)
            + movie(7, "Never Rated (1997)", "01-Jan-1997", 1));
    StringBuilder ratings = new StringBuilder();
    int[] movies = {1682, 1, 4, 2, 3};
    for (int user = 5; user > 0; user--) {
      for (int k = 0; k < movies.length; k++) {
        ratings.append(
            "%d\t%d\t%d\t%d\n".formatted(user, movies[k], 1 + k, 881250000 + 10 * user + k));
      }
    }
    text(folder.resolve("u.data"), ratings.toString());
  }

  /** Writes the three files with many ratings, of 500 users for 100 movies each. */
  public static void writeMany(Path folder) throws IOException {
    int users = 500;
    int movies = 300;
    Files.createDirectories(folder);
    StringBuilder userLines = new StringBuilder();
    StringBuilder movieLines = new StringBuilder();
    StringBuilder ratings = new StringBuilder();
    for (int movie = 1; movie <= movies; movie++) {
      movieLines.append(movie(movie, "Movie " + movie + " (1995)", "01-Jan-1995", movie % 19));
    }
    for (int user = 1; user <= users; user++) {
      userLines.append(user).append("|24|M|writer|85711\n");
      for (int k = 0; k < 100; k++) {
        ratings.append(
            "%d\t%d\t%d\t%d\n"
                .formatted(user, 1 + (user + 3 * k) % movies, 1 + k % 5, 881250000 + user + 7 * k));
      }
    }
    text(folder.resolve("u.user"), userLines.toString());
    text(folder.resolve("u.item"), movieLines.toString());
    text(folder.resolve("u.data"), ratings.toString());
  }

  static void text(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String movie(int id, String title, String released, int... genres) {
    StringBuilder line =
        new StringBuilder("%d|%s|%s||http://us.imdb.com/M".formatted(id, title, released));
    for (int genre = 0; genre < 19; genre++) {
      int column = genre;
      boolean is = Arrays.stream(genres).anyMatch(g -> g == column);
      line.append(is ? "|1" : "|0");
    }
    return line.append('\n').toString();
  }
}
