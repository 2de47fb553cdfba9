package org.equimodal.trainer.movielens;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;
import org.equimodal.datasets.preparation.FeatureSource;
import org.equimodal.datasets.preparation.InteractionSink;
import org.equimodal.datasets.preparation.InteractionSource;
import org.equimodal.datasets.preparation.ItemContent;
import org.equimodal.datasets.preparation.ItemFacts;
import org.equimodal.datasets.preparation.PreparedData;
import org.equimodal.datasets.preparation.download.Checksum;
import org.equimodal.datasets.preparation.download.PublishedFile;

/**
 * MovieLens-100K (Harper and Konstan, 2015): ratings, the genres as a modality, a column each, and
 * the titles as texts.
 */
public final class MovieLens implements InteractionSource, ItemContent {
  /** The published archive, with the checksum that its publisher gives. */
  public static final PublishedFile ARCHIVE =
      PublishedFile.of(
              "ml-100k.zip",
              URI.create("https://files.grouplens.org/datasets/movielens/ml-100k.zip"))
          .withChecksum(new Checksum("MD5", "0e33842e24a9c977be4e0107933c0723"));

  private static final String CITATION =
      "MovieLens-100K (Harper and Konstan, ACM TiiS 2015), " + ARCHIVE.address();

  private final MovieLensFolder folder;
  private final MovieLensTable table;

  private MovieLens(MovieLensFolder folder, MovieLensTable table) {
    this.folder = folder;
    this.table = table;
  }

  /**
   * Whether the files are there, unpacked.
   *
   * @param raw the folder, or the one above {@code ml-100k}
   */
  public static boolean isIn(Path raw) {
    return MovieLensFolder.find(raw).isPresent();
  }

  /**
   * Reads the data.
   *
   * @param name the dataset's name
   * @param raw the folder with the files, with {@code ml-100k}, or with the published archive,
   *     which is then unpacked there
   * @throws InputException if they are missing or malformed
   */
  public static PreparedData read(String name, Path raw) {
    MovieLensFolder folder =
        MovieLensFolder.find(raw).orElseGet(() -> MovieLensFolder.unpack(raw, ARCHIVE));
    try {
      MovieLens data = new MovieLens(folder, MovieLensTable.read(folder));
      return new PreparedData(name, data, Optional.of(data), Optional.of(CITATION), Map.of());
    } catch (IOException e) {
      throw new InputException(
          "cannot read %s: %s; check the files and their permissions"
              .formatted(folder.path(), Reason.withFile(e)),
          e);
    }
  }

  @Override
  public void read(InteractionSink sink) {
    for (MovieLensTable.Rating rating : table.ratings()) {
      sink.accept(rating.user(), rating.movie(), rating.stars(), (double) rating.timestamp());
    }
  }

  @Override
  public void facts(Set<String> items, BiConsumer<String, ItemFacts> sink) {
    table.movies().forEach((id, movie) -> sink.accept(id, movie.facts()));
  }

  @Override
  public List<FeatureSource> features() {
    return List.of(new Genres());
  }

  @Override
  public List<Path> files() {
    return folder.files();
  }

  /** A 1 for every genre a movie is of. */
  private final class Genres implements FeatureSource {
    @Override
    public String modality() {
      return "genres";
    }

    @Override
    public int width() {
      return MovieLensTable.GENRES.size();
    }

    @Override
    public void read(BiConsumer<String, float[]> rows) {
      table.movies().forEach((id, movie) -> rows.accept(id, movie.genreRow()));
    }
  }
}
