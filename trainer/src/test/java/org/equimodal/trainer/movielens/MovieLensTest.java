package org.equimodal.trainer.movielens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.preparation.FeatureSource;
import org.equimodal.datasets.preparation.ItemFacts;
import org.equimodal.datasets.preparation.PreparedData;
import org.equimodal.datasets.preparation.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovieLensTest {

  @TempDir private Path raw;

  private PreparedData read() {
    return MovieLens.read("films", raw);
  }

  private static List<String> interactions(PreparedData data) throws IOException {
    List<String> read = new ArrayList<>();
    data.interactions()
        .read(
            (user, item, rating, timestamp) ->
                read.add("%s %s %s %.0f".formatted(user, item, rating, timestamp)));
    return read;
  }

  @Test
  void readsAllRatingsInTheirOrder() throws IOException {
    RawMovieLens.write(raw);
    assertThat(interactions(read()))
        .hasSize(25)
        .startsWith("5 1682 1.0 881250050", "5 1 2.0 881250051")
        .endsWith("1 3 5.0 881250014");
    assertThat(read().interactions().files())
        .containsExactly(raw.resolve("u.data"), raw.resolve("u.item"), raw.resolve("u.user"));
    assertThat(raw).as("nothing else was written").isDirectoryNotContaining("glob:**ml-100k**");
  }

  @Test
  void tellsTitlesYearsAndGenres() throws IOException {
    RawMovieLens.write(raw);
    Map<String, ItemFacts> facts =
        Told.of(read().content().orElseThrow(), Set.of("1", "2", "4", "1682", "7"));
    assertThat(facts).as("7 was not rated").containsOnlyKeys("1", "2", "4", "1682");
    assertThat(facts.get("1"))
        .isEqualTo(
            new ItemFacts(
                Optional.empty(),
                Optional.of("Toy Story (1995)"),
                Optional.of("animation"),
                Optional.empty()));
    assertThat(facts.get("2").text()).as("with its year").contains("Mis\u00e9rables, Les (1995)");
    assertThat(facts.get("4")).as("movie 267 of the real data").isEqualTo(ItemFacts.NONE);
    assertThat(facts.get("1682").text()).contains("Scream of Stone \"Schrei\" (1991)");
  }

  @Test
  void givesEveryGenreAColumn() throws IOException {
    RawMovieLens.write(raw);
    FeatureSource genres = read().content().orElseThrow().features().get(0);
    assertThat(genres.modality()).isEqualTo("genres");
    assertThat(genres.width()).isEqualTo(19);
    Map<String, float[]> rows = new HashMap<>();
    genres.read(rows::put);
    float[] toyStory = new float[19];
    Arrays.fill(toyStory, 3, 6, 1);
    assertThat(rows.get("1")).containsExactly(toyStory);
    assertThat(rows.get("4")).startsWith(1f, 0f);
  }

  private void zip(String folder, String... files) throws IOException {
    Path unpacked = raw.resolve("unpacked");
    RawMovieLens.write(unpacked);
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(raw.resolve("ml-100k.zip")))) {
      for (String file : files) {
        zip.putNextEntry(new ZipEntry(folder + file));
        Files.copy(unpacked.resolve(file), zip);
      }
    }
  }

  @Test
  void unpacksTheArchive() throws IOException {
    zip("ml-100k/", "u.item", "u.user", "u.data");
    assertThat(MovieLens.isIn(raw)).isFalse();
    assertThat(interactions(read())).hasSize(25);
    assertThat(MovieLens.isIn(raw)).isTrue();
    assertThat(read().interactions().files()).contains(raw.resolve("ml-100k/u.data"));
  }

  @Test
  void refusesDamagedArchives() throws IOException {
    assertRefused(
        raw
            + " lacks u.data, u.item, u.user, and ml-100k.zip which holds all; download https://files.");
    zip("../", "u.item", "u.data");
    assertRefused(raw.resolve("ml-100k.zip") + " holds no u.user");
    assertThat(raw.getParent().resolve("u.item")).doesNotExist();
    byte[] bytes = Files.readAllBytes(raw.resolve("ml-100k.zip"));
    Files.write(raw.resolve("ml-100k.zip"), Arrays.copyOf(bytes, 60));
    assertRefused("cannot unpack " + raw.resolve("ml-100k.zip"));
  }

  private void assertRefused(String part) {
    assertThatThrownBy(this::read)
        .isInstanceOf(InputException.class)
        .hasMessageContaining(part)
        .hasMessageNotContainingAny("\n", "null");
  }

  private void assertLineRefused(String file, String line, String part) throws IOException {
    RawMovieLens.write(raw);
    RawMovieLens.text(raw.resolve(file), line);
    assertRefused(raw.resolve(file) + ", line 1: " + part);
  }

  @Test
  void refusesDamagedLines() throws IOException {
    assertLineRefused("u.data", "1\t1\t5\n", "it has 3 columns, expected 4");
    assertLineRefused("u.data", "9\t1\t5\t8\n", "user 9 is not in u.user");
    assertLineRefused("u.data", "1\t99\t5\t8\n", "movie 99 is not in u.item");
    assertLineRefused("u.data", "1\t1\t6\t8\n", "the rating is '6', expected 1 to 5");
    assertLineRefused("u.data", "1\t1\t5\tnow\n", "the time is 'now', expected seconds");
    assertLineRefused("u.user", "1|24|M\n", "it has 3 columns, expected 5");
    assertLineRefused("u.item", "1|Toy Story (1995)\n", "it has 2 columns, expected 24");
    assertLineRefused(
        "u.item", "1|a|b||c" + "|x".repeat(19) + "\n", "a genre is 'x', expected 0 or 1");
  }
}
