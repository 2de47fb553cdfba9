package org.equimodal.datasets.preparation.amazon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.equimodal.datasets.preparation.InteractionSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewFileTest {
  private static final String REVIEW_2014 =
      "{\"reviewerID\": \"A1HK2FQW6KXQB2\", \"asin\": \"097293751X\", \"reviewerName\": \"Amanda \\\"J\\\"\","
          + " \"helpful\": [0, 0], \"reviewText\": \"Perfect {for} new parents\\n\", \"overall\": 5.0,"
          + " \"summary\": \"Awesine\", \"unixReviewTime\": 1373932800, \"reviewTime\": \"07 16, 2013\"}";
  private static final String REVIEW_2018 =
      "{\"overall\": 4.0, \"vote\": \"2\", \"verified\": true, \"reviewTime\": \"09 1, 2016\","
          + " \"reviewerID\": \"A3CIUOJXQ5VDQ2\", \"asin\": \"B0000530HU\", \"style\": {\"Size:\": \" 7.0 oz\"},"
          + " \"reviewerName\": \"Shelly F\", \"reviewText\": \"As advertised.\", \"unixReviewTime\": 1472688000}";
  private static final String REVIEW_2023 =
      "{\"rating\": 5.0, \"title\": \"Such a lovely scent\", \"text\": \"This spray.\", \"images\": [],"
          + " \"asin\": \"B00YQ6X8EO\", \"parent_asin\": \"B00PARENT1\", \"user_id\": \"AGKHLEW2SOWHNMFQIJGBECAF7INQ\","
          + " \"timestamp\": 1588687728923, \"helpful_vote\": 0, \"verified_purchase\": true}";

  @TempDir private Path folder;

  private static List<String> read(Path file, Edition edition) throws IOException {
    List<String> read = new ArrayList<>();
    new ReviewFile(file, edition)
        .read(
            (user, item, rating, timestamp) ->
                read.add(
                    "%s %s %s %s"
                        .formatted(
                            user,
                            item,
                            rating,
                            timestamp == InteractionSink.NO_TIME
                                ? "-"
                                : "%.0f".formatted(timestamp))));
    return read;
  }

  private List<String> read2014(String... lines) throws IOException {
    return read(Gzip.write(folder.resolve("reviews.json.gz"), lines), Edition.OF_2014);
  }

  @Test
  void readsEveryEdition() throws IOException {
    assertThat(read2014(REVIEW_2014)).containsExactly("A1HK2FQW6KXQB2 097293751X 5.0 1373932800");
    Path plain = Files.writeString(folder.resolve("reviews.json.gz"), REVIEW_2018);
    assertThat(read(plain, Edition.OF_2018))
        .as("not compressed, whatever its name, and no line end")
        .containsExactly("A3CIUOJXQ5VDQ2 B0000530HU 4.0 1472688000");
    Path milliseconds = Gzip.write(folder.resolve("All_Beauty.jsonl.gz"), REVIEW_2023);
    assertThat(read(milliseconds, Edition.OF_2023))
        .containsExactly("AGKHLEW2SOWHNMFQIJGBECAF7INQ B00PARENT1 5.0 1588687728923");
  }

  @Test
  void keepsTheOrderWithinASecond() throws IOException {
    List<String> lines =
        Stream.of("900", "100", "500").map(ms -> REVIEW_2023.replace("8923", "8" + ms)).toList();
    Path file = Gzip.write(folder.resolve("r.jsonl.gz"), lines.toArray(String[]::new));
    List<Double> times = new ArrayList<>();
    new ReviewFile(file, Edition.OF_2023).read((user, item, rating, time) -> times.add(time));
    assertThat(times).containsExactly(1588687728900.0, 1588687728100.0, 1588687728500.0);
  }

  @Test
  void keepsOrderAndRepetitions() throws IOException {
    String other = REVIEW_2014.replace("097293751X", "B00000ABCD");
    assertThat(read2014(REVIEW_2014, other, "", REVIEW_2014))
        .containsExactly(
            "A1HK2FQW6KXQB2 097293751X 5.0 1373932800",
            "A1HK2FQW6KXQB2 B00000ABCD 5.0 1373932800",
            "A1HK2FQW6KXQB2 097293751X 5.0 1373932800");
  }

  @Test
  void takesMissingRatingsAndTimesForUnknown() throws IOException {
    assertThat(
            read2014(
                "{\"reviewerID\": \"u\", \"asin\": \"i\"}",
                "{\"reviewerID\": \"u\", \"asin\": \"j\", \"overall\": null, \"unixReviewTime\": null}"))
        .containsExactly("u i NaN -", "u j NaN -");
  }

  private void assertFault(String line, String... parts) throws IOException {
    Path file = Gzip.write(folder.resolve("reviews.json.gz"), REVIEW_2014, line);
    assertRefused(() -> read(file, Edition.OF_2014), parts);
  }

  @Test
  void refusesDamagedLines() throws IOException {
    String where = folder.resolve("reviews.json.gz") + ", line 2: ";
    assertFault("{\"asin\": \"i\"}", where + "the review has no reviewerID", "of this edition");
    assertFault(REVIEW_2023, where + "the review has no reviewerID", "of this edition");
    assertFault("{\"reviewerID\": \"u\", \"asin\": \" \"}", where + "the review has no asin");
    assertFault("{\"reviewerID\": 3, \"asin\": \"i\"}", where + "the review has no reviewerID");
    assertFault(
        "{\"reviewerID\": \"u\", \"asin\": \"i\", \"overall\": \"good\"}",
        where + "overall is good, expected a number");
    assertFault("[]", where + "found '[', expected an object of one review");
    assertFault(
        "{'reviewerID': 'u'}", where + "not valid JSON", "see that it holds reviews, not products");
    assertFault("{\"reviewerID\": \"u", where + "not valid JSON");
  }

  @Test
  void refusesDamagedFiles() throws IOException {
    byte[] bytes = Gzip.bytes(REVIEW_2014, REVIEW_2018);
    Path file = folder.resolve("reviews.json.gz");
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
    assertRefused(() -> read(file, Edition.OF_2014), file + " is cut short", "download it again");
    bytes[bytes.length - 8] ^= 1; // of the checksum at the end
    Files.write(file, bytes);
    assertRefused(() -> read(file, Edition.OF_2014), file + " is damaged: Corrupt GZIP trailer");
    Files.delete(file);
    assertRefused(() -> read(file, Edition.OF_2014), file + " does not exist");
    assertRefused(() -> Edition.of(2015), "there is no edition 2015", "2014, 2018 and 2023");
  }
}
