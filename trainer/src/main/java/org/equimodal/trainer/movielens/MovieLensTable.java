package org.equimodal.trainer.movielens;

import ai.djl.basicdataset.tabular.CsvDataset;
import ai.djl.basicdataset.tabular.MovieLens100k;
import ai.djl.repository.Repository;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.equimodal.datasets.TemporaryFolder;

/**
 * MovieLens-100K in memory, as DJL reads it.
 *
 * <p>DJL's reader takes the training part of one of the authors' splits, decodes as UTF-8, and does
 * not give times. So it is shown a copy of the files in which all ratings stand in that part's
 * place, in UTF-8; the times come from the same file by DJL's reader of tables, row by row.
 *
 * @param ratings in the file's order
 * @param movies those with a rating, by id
 */
record MovieLensTable(List<Rating> ratings, Map<String, Movie> movies) {
  /** The part of a split that DJL reads for training. */
  static final String RATINGS_READ = "ua.base";

  /** Where in a repository DJL expects the unpacked archive. */
  private static final String UNPACKED = "ml-100k/ml-100k";

  /** The columns of genres, in their order. */
  static final List<String> GENRES =
      List.of(
          "unknown",
          "action",
          "adventure",
          "animation",
          "childrens",
          "comedy",
          "crime",
          "documentary",
          "drama",
          "fantasy",
          "film-noir",
          "horror",
          "musical",
          "mystery",
          "romance",
          "sci-fi",
          "thriller",
          "war",
          "western");

  /**
   * One rating.
   *
   * @param user the user's id
   * @param movie the movie's id
   * @param stars 1 to 5
   * @param timestamp in seconds since 1970
   */
  record Rating(String user, String movie, double stars, long timestamp) {}

  static MovieLensTable read(MovieLensFolder folder) throws IOException {
    try (TemporaryFolder repository = TemporaryFolder.make("movielens")) {
      Path staged = Files.createDirectories(repository.path().resolve(UNPACKED));
      folder.stage(staged);
      return read(repository.path(), staged.resolve(RATINGS_READ));
    } catch (TranslateException e) {
      throw new IOException("DJL cannot read MovieLens-100K: " + e.getMessage(), e);
    }
  }

  private static MovieLensTable read(Path repository, Path ratingsFile)
      throws IOException, TranslateException {
    MovieLens100k rows =
        MovieLens100k.builder()
            .optRepository(Repository.newInstance("movielens", repository))
            .addFeature("movie_title")
            .setSampling(1, false)
            .build();
    rows.prepare();
    CsvDataset times =
        CsvDataset.builder()
            .optCsvFile(ratingsFile)
            .setCsvFormat(
                CSVFormat.TDF
                    .builder()
                    .setHeader("user_id", "movie_id", "rating", "timestamp")
                    .setQuote(null)
                    .get())
            .addNumericFeature("timestamp")
            .noLabels()
            .setSampling(1, false)
            .build();
    times.prepare();
    List<Rating> ratings = new ArrayList<>();
    Map<String, Movie> movies = new HashMap<>();
    for (long row = 0; row < rows.size(); row++) {
      Rating rating =
          new Rating(
              rows.getCell(row, "user_id"),
              rows.getCell(row, "movie_id"),
              Double.parseDouble(rows.getCell(row, "rating")),
              Long.parseLong(times.getCell(row, "timestamp")));
      ratings.add(rating);
      if (!movies.containsKey(rating.movie())) {
        movies.put(rating.movie(), movie(rows, row));
      }
    }
    return new MovieLensTable(ratings, movies);
  }

  private static Movie movie(MovieLens100k rows, long row) {
    List<String> genres =
        GENRES.stream().filter(genre -> rows.getCell(row, genre).equals("1")).toList();
    return new Movie(
        rows.getCell(row, "movie_title"), rows.getCell(row, "movie_release_date"), genres);
  }
}
