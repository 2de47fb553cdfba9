package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jerolba.carpet.CarpetReader;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.equimodal.datasets.IdTable;
import org.equimodal.datasets.NpyWriter;
import org.equimodal.trainer.run.PerUserMetrics;
import org.equimodal.trainer.run.RunFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever reads the lists of all users, in whatever form, and looks up in the interactions what was
 * held out, comes to the recall that the run's own evaluation came to, user by user: of a dataset
 * as Last.fm is, with standardised features, no names of users, and items that have artists' names.
 */
class ListsOfArtistsTest {

  private static final int USERS = 40;
  private static final int ITEMS = 60;
  private static final int CUTOFF = 20;
  private static final int TEST = 2;

  /** The last two are several artists of one name, whom nobody has for a test. */
  private static final List<String> NAMES =
      List.of(
          "\"Weird Al\" Yankovic",
          "\"Heroes\"",
          "\"",
          "AC/DC",
          "Sigur Rós",
          "Earth, Wind & Fire",
          "'Til Tuesday",
          "#1 Dads",
          "tab\\tand\\nline",
          "東京事変",
          "Air",
          "Air");

  private static final List<Integer> AIR = List.of(NAMES.indexOf("Air"), NAMES.lastIndexOf("Air"));

  @TempDir static Path folder;

  private static Path run;
  private static final List<String> ITEM_NAMES = new ArrayList<>(NAMES);
  private static final SortedMap<Integer, List<String>> HELD_OUT = new TreeMap<>();

  @BeforeAll
  static void train() throws IOException {
    IntStream.range(NAMES.size(), ITEMS).forEach(item -> ITEM_NAMES.add("Artist " + item));
    StringBuilder items = new StringBuilder();
    IdTable.write(items, "itemID", "name", ITEM_NAMES);
    ToyFolder artists =
        new ToyFolder(folder, "artists")
            .feature("visual", NpyWriter.floats(ITEMS, 4, ToyFolder.values(ITEMS, 4)))
            .feature("textual", NpyWriter.floats(ITEMS, 3, ToyFolder.values(ITEMS, 3)))
            .file("dataset.yaml", "data: {standardize: true}\ntraining: {batchSize: 32}\n")
            .file("items.tsv", items.toString())
            .interactions(interactions());
    run = ServedToy.train(artists, folder, "--method", "plain", "--epochs", "1");
  }

  /** Of every user eight in training, two in validation, two in test. */
  private static List<String> interactions() {
    List<String> lines = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      for (int k = 0; k < 12; k++) {
        int item = (7 * user + 5 * k) % ITEMS;
        int part = AIR.contains(item) ? 0 : Math.max(0, k / 2 - 3);
        lines.add(user + "\t" + item + "\t" + part);
        if (part == TEST) {
          HELD_OUT.computeIfAbsent(user, id -> new ArrayList<>()).add(ITEM_NAMES.get(item));
        }
      }
    }
    return lines;
  }

  private static Path written(String format) {
    Path file = folder.resolve("lists." + format);
    Invocation.succeed("recommend", run.toString(), "--format", format, "--out", file.toString());
    return file;
  }

  private static void assertRecallIsTheRuns(Map<String, List<String>> lists) {
    assertThat(lists).hasSize(USERS);
    PerUserMetrics evaluated = RunFolder.open(run).readPerUser();
    assertThat(evaluated.users()).containsExactly(ids());
    double[] counted =
        HELD_OUT.entrySet().stream()
            .mapToDouble(user -> recall(lists.get(user.getKey().toString()), user.getValue()))
            .toArray();
    assertThat(counted).contains(0).contains(1).isEqualTo(evaluated.of("recall@" + CUTOFF));
  }

  private static int[] ids() {
    return HELD_OUT.keySet().stream().mapToInt(Integer::intValue).toArray();
  }

  private static double recall(List<String> list, List<String> heldOut) {
    assertThat(list).hasSize(CUTOFF);
    return (double) list.stream().filter(heldOut::contains).count() / heldOut.size();
  }

  @Test
  void everyNameIsHeldOutButThatOfTwo() {
    List<String> tested = HELD_OUT.values().stream().flatMap(List::stream).toList();
    assertThat(tested).containsAll(NAMES.subList(0, AIR.get(0))).doesNotContain("Air");
  }

  @Test
  void asATable() throws IOException {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    try (CsvReader<CsvRecord> table =
        CsvReader.builder().fieldSeparator('\t').ofCsvRecord(written("tsv"))) {
      table.stream().skip(1).forEach(row -> add(lists, row.getField(0), row.getField(1)));
    }
    assertRecallIsTheRuns(lists);
  }

  @Test
  void asJson() throws IOException {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (String line : Files.readAllLines(written("jsonl"))) {
      JsonNode list = new ObjectMapper().readTree(line);
      list.get("items").forEach(item -> add(lists, list.get("user").asText(), item.asText()));
    }
    assertRecallIsTheRuns(lists);
  }

  @Test
  void asParquet() throws IOException {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    new CarpetReader<>(written("parquet").toFile(), RecommendCommandTest.Row.class)
        .toList()
        .forEach(row -> add(lists, row.user(), row.item()));
    assertRecallIsTheRuns(lists);
  }

  private static void add(Map<String, List<String>> lists, String user, String item) {
    lists.computeIfAbsent(user, name -> new ArrayList<>()).add(item);
  }
}
