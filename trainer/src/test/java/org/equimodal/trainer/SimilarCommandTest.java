package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.equimodal.trainer.ServedToy.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Neighbours by the cosines of exported vectors, view by view. */
class SimilarCommandTest {

  @TempDir static Path runs;
  @TempDir Path folder;

  private static ServedToy toy;

  @BeforeAll
  static void train() {
    toy = ServedToy.train(runs);
  }

  private static double cosine(float[] one, float[] two) {
    double dot = 0;
    double first = 0;
    double second = 0;
    for (int c = 0; c < one.length; c++) {
      dot += one[c] * two[c];
      first += one[c] * one[c];
      second += two[c] * two[c];
    }
    return dot / Math.sqrt(first * second);
  }

  @Test
  void neighboursAreThoseOfTheVectors() throws Exception {
    Path out = folder.resolve("export");
    Invocation.succeed("export", "" + toy.run(), "--out", "" + out, "--views", "all");
    JsonNode similar =
        new ObjectMapper()
            .readTree(
                Invocation.succeed("similar", "" + toy.run(), "c", "--top", "4", "--format", "json")
                    .out());
    assertThat(similar.get("item").asText()).isEqualTo("c");
    assertThat(similar.get("views")).hasSize(3);
    for (String view : List.of("full", "only:textual", "only:visual")) {
      ItemFeatures vectors =
          ItemFeatures.read(
              new Modality(0, "any"),
              out.resolve(view.replace(':', '-')).resolve("items.npy"),
              false);
      List<Integer> nearest =
          IntStream.range(0, ToyFolder.ITEMS)
              .filter(item -> item != 2)
              .boxed()
              .sorted(Comparator.comparing(item -> -cosine(vectors.row(2), vectors.row(item))))
              .limit(4)
              .toList();
      JsonNode found = similar.get("views").get(view);
      assertThat(found).hasSize(4);
      for (int rank = 0; rank < 4; rank++) {
        int item = nearest.get(rank);
        assertThat(found.get(rank).get("item").asText()).isEqualTo(ServedToy.item(item));
        assertThat(found.get(rank).get("cosine").get(view).asDouble())
            .isCloseTo(cosine(vectors.row(2), vectors.row(item)), within(1e-5));
        assertThat(found.get(rank).get("cosine")).hasSize(3);
      }
    }
  }

  @Test
  void showsATable() {
    List<String> lines =
        Invocation.succeed("similar", toy.run().toString(), "t", "--top", "2")
            .out()
            .lines()
            .toList();
    assertThat(lines.get(0)).isEqualTo("Items like t: cosines of item vectors, vbpr on toy, ckd");
    assertThat(lines.get(1)).matches("nearest in +item +full +only:textual +only:visual");
    assertThat(lines.get(3)).matches("full +1 +[a-s]( +-?[01]\\.\\d{3}){3}");
    assertThat(lines.get(4)).matches("full +2 +[a-s]( +-?[01]\\.\\d{3}){3}");
    assertThat(lines.get(6)).matches("only:textual +1 +[a-s]( +-?[01]\\.\\d{3}){3}");
    assertThat(lines).hasSize(11);
  }

  @Test
  void showsTheBeginningsOfTextsWhereThereAreAny() throws IOException {
    String before = shown();
    toy.toy().file("items.jsonl", texts(ToyFolder.ITEMS));
    try {
      List<String> lines = shown().lines().toList();
      assertThat(lines.get(0))
          .startsWith("Items like t (The 19th of many things that are sold..):");
      assertThat(lines.get(1)).matches("nearest in +item +text +full +only:textual +only:visual");
      List<String> rows = lines.stream().filter(line -> line.matches("(full|only).*")).toList();
      assertThat(rows).hasSize(60 - 3);
      assertThat(rows)
          .allSatisfy(
              row ->
                  assertThat(row)
                      .matches(
                          "\\S+ +\\d+ +[a-s]( +The (\\d+)th of many things that are sold\\.\\.)?( +\\S+){3}"));
      assertThat(rows)
          .filteredOn(row -> row.matches("\\S+ +\\d+ +c .*"))
          .hasSize(3)
          .allSatisfy(row -> assertThat(row).contains("The 02th of many"));
      assertThat(rows)
          .filteredOn(row -> row.matches("\\S+ +\\d+ +b .*"))
          .hasSize(3)
          .noneMatch(row -> row.contains("The"));
      JsonNode tree = new ObjectMapper().readTree(shown("--format", "json"));
      assertThat(tree.get("text").asText()).isEqualTo("The 19th of many things that are sold..");
      JsonNode nearest = tree.get("views").get("full");
      assertThat(nearest).hasSize(19);
      assertThat(nearest)
          .allSatisfy(
              item ->
                  assertThat(item.path("text").asText())
                      .matches(item.get("item").asText().equals("b") ? "" : "The \\d+th of .*"));
    } finally {
      toy.toy().without("items.jsonl");
    }
    assertThat(shown()).isEqualTo(before);
  }

  private static String shown(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("similar", toy.run().toString(), "t", "--top", "19"));
    arguments.addAll(List.of(options));
    return Invocation.succeed(arguments.toArray(String[]::new)).out();
  }

  /** Of item 1 nothing is known. */
  private static String texts(int items) {
    return IntStream.range(0, items)
        .mapToObj(
            item ->
                item == 1
                    ? "{\"item\":1,\"id\":\"b\"}"
                    : "{\"item\":%d,\"id\":\"%s\",%s:\"The\\n%02dth\\u001b of  many things that are sold here\"}"
                        .formatted(
                            item,
                            ServedToy.item(item),
                            item % 3 == 0 ? "\"text\":\"Toys\",\"title\"" : "\"text\"",
                            item))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void namesTheLineOfTextsThatCannotBeRead() {
    toy.toy().file("items.jsonl", texts(2) + "{\"item\":2,\n");
    try {
      assertRefused(
          Invocation.of("similar", toy.run().toString(), "t"),
          toy.toy().path().resolve("items.jsonl") + ", line 3: no item",
          "expected {\"item\":0");
    } finally {
      toy.toy().without("items.jsonl");
    }
  }

  @Test
  void aTeacherHasOneView() {
    assertThat(Invocation.succeed("similar", toy.run() + "/teachers/textual", "a").out().lines())
        .hasSize(13)
        .noneMatch(line -> line.contains("full"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "zz | similar: item 'zz' is not in dataset toy; its items have names such as 'a'",
        "2 | similar: item '2' is not in dataset toy",
        "a --top 0 | --top must be at least 1, was 0",
        "a --top 20 | --top must be at most 19, the other items of dataset toy, was 20",
        "a --format html | --format must be one of text, json, was 'html'",
        "@a | item '@a' is not in dataset toy",
      })
  void refusesBadUsage(String options, String message) {
    assertRefused(Invocation.of(("similar " + toy.run() + " " + options).split(" ")), message);
  }

  @Test
  void refusesANameThatSeveralHave() throws Exception {
    ServedToy own = ServedToy.train(folder, "--method", "plain", "--epochs", "1");
    Path items = own.toy().path().resolve("items.tsv");
    Files.writeString(items, Files.readString(items).replace("4\te", "4\td"));
    assertRefused(
        Invocation.of("similar", own.run().toString(), "d"),
        "several items of dataset toy are called 'd'",
        "items.tsv");
    own.toy().without("items.tsv").without("users.tsv");
    assertRefused(Invocation.of("similar", own.run().toString(), "d"), "are numbered from 0 to 19");
    assertThat(Invocation.succeed("similar", own.run().toString(), "4").out()).contains("like 4:");
  }
}
