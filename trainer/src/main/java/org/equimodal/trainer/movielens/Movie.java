package org.equimodal.trainer.movielens;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.equimodal.datasets.preparation.ItemFacts;

/**
 * One movie.
 *
 * @param title what it is called, with the year in brackets as a rule
 * @param released the day of its release, such as 01-Jan-1995, or empty
 * @param genres among {@link MovieLensTable#GENRES}, in that order
 */
record Movie(String title, String released, List<String> genres) {
  private static final String UNKNOWN = "unknown";
  private static final Pattern WITH_YEAR = Pattern.compile("\\(\\d{4}\\)\\s*$");

  /** Title and year as text, the first genre as category. */
  ItemFacts facts() {
    return new ItemFacts(
        Optional.empty(),
        text(),
        genres.stream().filter(genre -> !genre.equals(UNKNOWN)).findFirst(),
        Optional.empty());
  }

  private Optional<String> text() {
    if (title.isBlank() || title.equals(UNKNOWN)) {
      return Optional.empty();
    }
    String year = released.substring(released.lastIndexOf('-') + 1);
    boolean named = year.isEmpty() || WITH_YEAR.matcher(title).find();
    return Optional.of(named ? title.strip() : title.strip() + " (" + year + ")");
  }

  /** A 1 for every genre it is of. */
  float[] genreRow() {
    float[] row = new float[MovieLensTable.GENRES.size()];
    for (String genre : genres) {
      row[MovieLensTable.GENRES.indexOf(genre)] = 1;
    }
    return row;
  }
}
