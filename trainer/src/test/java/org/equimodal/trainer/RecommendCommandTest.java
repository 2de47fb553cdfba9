package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.trainer.ServedToy.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jerolba.carpet.CarpetReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.NpyWriter;
import org.equimodal.datasets.RawIds;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.evaluation.Metrics;
import org.equimodal.evaluation.RankingEvaluation;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.serving.Ids;
import org.equimodal.trainer.serving.UserSelection;
import org.equimodal.trainer.training.StoredModel;
import org.equimodal.trainer.training.ViewEvaluation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists are those that an evaluation ranks, whatever they are written as. */
class RecommendCommandTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> TOY_ITEMS = new HashSet<>();
  private static final int FEW = 8;

  @TempDir static Path runs;
  @TempDir Path folder;

  private static ServedToy toy;
  private static Path sample;

  /** A row of a Parquet file. */
  record Row(String user, String item, int rank, float score) {}

  @BeforeAll
  static void train() {
    toy = ServedToy.train(runs);
    IntStream.range(0, ToyFolder.ITEMS).mapToObj(ServedToy::item).forEach(TOY_ITEMS::add);
    sample = Invocation.succeed("--method", "plain", "--epochs", "3", "--run-dir", "" + runs).run();
  }

  private static Invocation recommend(Path run, String... options) {
    List<String> arguments = new ArrayList<>(List.of("recommend", run.toString()));
    arguments.addAll(List.of(options));
    return Invocation.of(arguments.toArray(new String[0]));
  }

  private static List<JsonNode> lists(Path run, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--format", "jsonl"));
    Invocation invocation = recommend(run, arguments.toArray(new String[0]));
    assertThat(invocation.exitCode()).as(invocation.err()).isZero();
    List<JsonNode> lists = new ArrayList<>();
    for (String line : invocation.out().lines().toList()) {
      lists.add(MAPPER.readTree(line));
    }
    return lists;
  }

  private static List<String> items(JsonNode list) {
    List<String> items = new ArrayList<>();
    list.get("items").forEach(item -> items.add(item.asText()));
    return items;
  }

  /** The metrics of the lists are the run's to the last bit. */
  @ParameterizedTest
  @CsvSource({
    "full, /test",
    "only:textual, /views/textual/test",
    "only:acoustic, /views/acoustic/test"
  })
  void listsAreThoseOfTheEvaluation(String view, String figures) throws Exception {
    Dataset dataset = SampleDataset.create();
    int[][] ranked = new int[dataset.users()][];
    for (JsonNode list : lists(sample, "--view", view)) {
      ranked[list.get("user").asInt()] = items(list).stream().mapToInt(Integer::parseInt).toArray();
    }
    JsonNode stored = RunFiles.json(sample, "result.json").at(figures);
    Map<String, Double> means =
        new RankingEvaluation(Metrics.all(), List.of(10, 20))
            .evaluate(ranked, dataset.split().test())
            .means();
    assertThat(means).isNotEmpty();
    means.forEach((metric, value) -> assertThat(stored.get(metric).asDouble()).isEqualTo(value));
  }

  @Test
  void listsAreRankedAsTheEvaluationRanks() throws Exception {
    Dataset dataset = SampleDataset.create();
    Settings settings =
        Configuration.resolve(
            new Sources(List.of(sample.resolve("config.yaml")), List.of(), List.of()),
            Backbones.ids(),
            id -> Backbones.get(id).settingsType());
    List<JsonNode> lists = lists(sample);
    try (StoredModel model = StoredModel.open(RunFolder.open(sample), settings, dataset)) {
      ViewEvaluation evaluation = new ViewEvaluation(settings.evaluation(), dataset.split());
      model.vectors(
          Map.of(StoredModel.FULL, model.own()),
          (view, vectors) -> {
            int[] users = evaluation.users(ViewEvaluation.HeldOut.TEST);
            int[][] ranked =
                evaluation
                    .ranking(ViewEvaluation.HeldOut.TEST, model.backbone().catalogue().device())
                    .rank(vectors.users(), vectors.items(), users);
            assertThat(users).hasSize(dataset.users());
            for (int user : users) {
              assertThat(items(lists.get(user)))
                  .isEqualTo(Arrays.stream(ranked[user]).mapToObj(Integer::toString).toList());
            }
          });
    }
  }

  @ParameterizedTest
  @CsvSource({"--exclude train, 1", "--exclude all, 3", "--include-seen, 0"})
  void leavesOutWhatIsAskedFor(String option, int sets) throws Exception {
    Dataset dataset = SampleDataset.create();
    List<Interactions> seen =
        List.of(dataset.split().train(), dataset.split().validation(), dataset.split().test())
            .subList(0, sets);
    List<String> options = new ArrayList<>(List.of(option.split(" ")));
    options.addAll(List.of("--top", "" + dataset.items()));
    List<JsonNode> lists = lists(sample, options.toArray(new String[0]));
    assertThat(lists).hasSize(dataset.users());
    for (JsonNode list : lists) {
      int user = list.get("user").asInt();
      Set<String> expected = new HashSet<>();
      IntStream.range(0, dataset.items())
          .filter(item -> seen.stream().noneMatch(set -> set.contains(user, item)))
          .forEach(item -> expected.add("" + item));
      assertThat(items(list)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void scoresFallAndBelongToTheItems() throws Exception {
    List<JsonNode> lists = lists(toy.run(), "--users", "u3,u0", "--top", "5");
    assertThat(lists).hasSize(2);
    assertThat(lists.get(0).get("user").asText()).isEqualTo("u3");
    for (JsonNode list : lists) {
      assertThat(list.get("scores")).hasSize(5);
      assertThat(TOY_ITEMS).containsAll(items(list));
      for (int rank = 1; rank < 5; rank++) {
        assertThat(list.get("scores").get(rank).floatValue())
            .isLessThanOrEqualTo(list.get("scores").get(rank - 1).floatValue());
      }
    }
  }

  @Test
  void writesTheSameInEveryForm() throws Exception {
    List<JsonNode> lists = lists(toy.run(), "--top", "3", "--users", "u2,u29,u1");
    List<Row> rows = new ArrayList<>();
    StringBuilder tsv = new StringBuilder("user\titem\trank\tscore\n");
    for (JsonNode list : lists) {
      for (int k = 0; k < 3; k++) {
        float score = list.get("scores").get(k).floatValue();
        rows.add(new Row(list.get("user").asText(), items(list).get(k), k + 1, score));
        tsv.append(list.get("user").asText()).append('\t').append(items(list).get(k));
        tsv.append('\t').append(k + 1).append('\t').append(score).append('\n');
      }
    }
    Path users = Files.writeString(folder.resolve("users.txt"), "u2\nu29\nu1\n");
    String[] same = {"--top", "3", "--users-file", users.toString()};
    assertThat(recommend(toy.run(), same).out()).isEqualTo(tsv.toString());

    Path table = folder.resolve("lists.tsv");
    Invocation written =
        recommend(toy.run(), "--top", "3", "--users-file", "" + users, "--out", "" + table);
    assertThat(written.out()).isEqualTo("recommendations: " + table + " (3 users)\n");
    assertThat(table).content().isEqualTo(tsv.toString());

    Path parquet = folder.resolve("lists.parquet");
    Invocation columns =
        recommend(
            toy.run(),
            "--top",
            "3",
            "--users-file",
            users.toString(),
            "--format",
            "parquet",
            "--out",
            parquet.toString());
    assertThat(columns.exitCode()).as(columns.err()).isZero();
    assertThat(new CarpetReader<>(parquet.toFile(), Row.class).toList()).isEqualTo(rows);
    assertThat(RunFiles.in(folder)).containsExactly("lists.parquet", "lists.tsv", "users.txt");
  }

  @Test
  void aTeacherShowsItsOwnView() throws Exception {
    Path teacher = toy.run().resolve("teachers/visual");
    assertThat(lists(teacher, "--top", "2")).hasSize(ToyFolder.USERS);
    assertThat(lists(teacher, "--view", "only:visual", "--top", "2"))
        .isEqualTo(lists(teacher, "--top", "2"));
    assertRefused(
        recommend(teacher, "--view", "full"), "--view full", "no such view, only only:visual");
  }

  /** A new item that looks like another is not that one: of its id nothing is known. */
  @Test
  void newItemsAreRankedBesideTheOthers() throws Exception {
    List<JsonNode> before = lists(toy.run(), "--top", "20", "--include-seen");
    List<JsonNode> now =
        lists(
            toy.run(),
            "--top",
            "22",
            "--include-seen",
            "--new-items",
            "visual=%s,textual=%s".formatted(newItems("visual", 4), newItems("textual", 3)));
    for (int user = 0; user < ToyFolder.USERS; user++) {
      List<String> ranked = items(now.get(user));
      assertThat(ranked).hasSize(22).contains("new:0", "new:1");
      ranked.removeIf(item -> item.startsWith("new:"));
      assertThat(ranked).isEqualTo(items(before.get(user)));
    }
  }

  private Path newItems(String modality, int columns) {
    return NpyWriter.write(
        folder.resolve(modality + ".npy"),
        NpyWriter.floats(2, columns, ToyFolder.values(2, columns)));
  }

  @Test
  void refusesNewItemsThatAreNotWhole() {
    Path visual = newItems("visual", 4);
    Path textual = newItems("textual", 3);
    Path three =
        NpyWriter.write(folder.resolve("3.npy"), NpyWriter.floats(3, 4, ToyFolder.values(3, 4)));
    refusesNewItems("visual=" + visual, "modality textual has no file", "textual=F.npy");
    refusesNewItems(
        "smell=" + visual + ",textual=" + textual, "no modality 'smell', only textual, visual");
    refusesNewItems(
        "visual=" + textual + ",textual=" + textual, "textual.npy has 3 columns", "have 4");
    refusesNewItems(
        "visual=" + three + ",textual=" + textual, "textual.npy has 2 rows", "3.npy has 3");
    refusesNewItems(
        "visual=" + folder.resolve("no") + ",textual=" + textual,
        "there is no file " + folder.resolve("no"));
  }

  private static void refusesNewItems(String option, String... parts) {
    assertRefused(recommend(toy.run(), "--new-items", option), parts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mmgcn", "grcn", "egogcn", "mgcn"})
  void refusesNewItemsForAGraph(String backbone) {
    ServedToy graph =
        ServedToy.train(folder, "--backbone", backbone, "--method", "plain", "--epochs", "1");
    assertThat(recommend(graph.run(), "--top", "3").exitCode()).isZero();
    assertRefused(
        recommend(
            graph.run(),
            "--new-items",
            "visual=%s,textual=%s".formatted(newItems("visual", 4), newItems("textual", 3))),
        backbone + " makes an item's vector of the graph",
        "vbpr and deepstyle");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--top 0 | --top must be at least 1, was 0",
        "--top 21 | --top must be at most 20, the items of dataset toy, was 21",
        "--users u1,u99 | --users: user 'u99' is not in dataset toy; its users have names such as 'u0'",
        "--users u1,u99 | such as 'u0'; if commas belong to a name, list users in a file with --users-file",
        "--users u1,u1 | --users: user 'u1' is named a second time",
        "--view full:x | --view full:x:",
        "--view only:smell | has no such view, only full, only:textual, only:visual",
        "--users-file no/such.txt | error: no/such.txt: there is no such file",
        "--users u1 --users-file f | --users and --users-file exclude each other; leave one out",
        "--users u1 --users u2 | --users is given twice; give it once",
        "--format word | --format must be one of tsv, jsonl, parquet, was 'word'",
        "--new-items visual | --new-items must be M=F.npy,..., was 'visual': 'visual' is no modality with its file",
        "--new-items visual=a,=b | was 'visual=a,=b': '=b' is no modality with its file",
        "--new-items visual=a,textual= | 'textual=' is no modality with its file",
        "--new-items visual=a,visual=b | modality visual is named a second time; give one file for each",
        "--format parquet | name a file with --out",
        "--exclude train --include-seen | --exclude and --include-seen exclude each other",
        "--out no/where.tsv | --out no/where.tsv: should be a file in a folder that is there",
        "--device tpu | device: must be auto, cpu, cuda or cuda:N",
        "--epochs 3 | '--epochs'",
      })
  void refusesBadUsage(String options, String message) {
    assertRefused(recommend(toy.run(), options.split(" ")), message);
  }

  @Test
  void namesTheLineOfAUser() throws Exception {
    Path users = Files.writeString(folder.resolve("users.txt"), "u1\nu99\n");
    assertRefused(
        recommend(toy.run(), "--users-file", users.toString()), users + ", line 2: user 'u99'");
    assertRefused(
        recommend(sample, "--users", "300"),
        "user '300' is not in dataset sample; its users are numbered from 0 to 299");
    Files.writeString(users, "\ufeffu2\r\n\r\nu1\r\n");
    assertThat(lists(toy.run(), "--top", "1", "--users-file", users.toString()))
        .extracting(list -> list.get("user").asText())
        .containsExactly("u2", "u1");
    Files.writeString(users, "");
    assertRefused(recommend(toy.run(), "--users-file", users.toString()), users + " is empty");
  }

  /** The sample, one of its users called differently. */
  private static Dataset withUser(int user, String name) {
    Dataset dataset = SampleDataset.create();
    return new Dataset(
        dataset.name(),
        dataset.split(),
        dataset.features(),
        dataset.categories(),
        Optional.of(
            new RawIds(
                IntStream.range(0, dataset.users())
                    .mapToObj(k -> k == user ? name : "u" + k)
                    .toList(),
                IntStream.range(0, dataset.items()).mapToObj(k -> "i" + k).toList())));
  }

  @Test
  void aFileIsNeverTakenForAUserNorAUserForAFile() throws Exception {
    Path users = Files.writeString(folder.resolve("users.txt"), "u1\n");
    assertRefused(
        recommend(toy.run(), "--users", users.toString()),
        "--users " + users + ": is a file and no user",
        "with --users-file");
    assertThat(UserSelection.named(users.toString(), Ids.ofUsers(withUser(7, users.toString()))))
        .as("a user who is called like a file")
        .containsExactly(7);
    assertRefused(recommend(toy.run(), "--users", "@" + users), "user '@" + users + "' is not in");
  }

  @Test
  void aUserMayHaveACommaInItsName() throws Exception {
    Ids users = Ids.ofUsers(withUser(7, "u1,u2"));
    assertThat(UserSelection.named("u1,u2", users)).containsExactly(7);
    assertThat(UserSelection.named("u2,u1", users)).containsExactly(2, 1);
    Path file = Files.writeString(folder.resolve("users.txt"), "u2\nu1,u2\n");
    assertThat(UserSelection.listed(file, users)).containsExactly(2, 7);
  }

  @Test
  void listsThatNobodyGaveALengthAreNoLongerThanTheyCanBe() throws Exception {
    Path run = fewItems();
    assertThat(lists(run))
        .hasSize(FEW)
        .allSatisfy(list -> assertThat(items(list)).hasSize(FEW - 3));
    assertThat(lists(run, "--include-seen"))
        .allSatisfy(list -> assertThat(items(list)).hasSize(FEW));
    assertRefused(recommend(run, "--top", "9"), "--top must be at most 8, the items", "was 9");
    JsonNode similar =
        MAPPER.readTree(Invocation.succeed("similar", "" + run, "0", "--format", "json").out());
    assertThat(similar.get("views").get("full")).hasSize(FEW - 1);
    assertRefused(
        Invocation.of("similar", "" + run, "0", "--top", "8"),
        "--top must be at most 7, the other items");
  }

  /** As many users as items, each with three items in training. */
  private Path fewItems() {
    ToyFolder few =
        new ToyFolder(folder, "few")
            .feature("visual", NpyWriter.floats(FEW, 4, ToyFolder.values(FEW, 4)))
            .feature("textual", NpyWriter.floats(FEW, 3, ToyFolder.values(FEW, 3)))
            .interactions(
                IntStream.range(0, 5 * FEW)
                    .mapToObj(
                        k -> (k / 5) + "\t" + (k / 5 + k % 5) % FEW + "\t" + Math.max(0, k % 5 - 2))
                    .toList());
    return ServedToy.train(few, folder, "--method", "plain", "--epochs", "1");
  }

  @Test
  void aDatasetThatWasMovedIsFoundInTheDataDirectory() throws Exception {
    ServedToy own = ServedToy.train(folder, "--method", "plain", "--epochs", "1");
    String before = recommend(own.run(), "--top", "3").out();
    Path moved = Files.createDirectories(folder.resolve("elsewhere"));
    Files.move(folder.resolve("toy"), moved.resolve("toy"));
    assertRefused(recommend(own.run(), "--top", "3"), "there is no folder");
    Invocation there = recommend(own.run(), "--top", "3", "--data-dir", moved.toString());
    assertThat(there.err()).isEmpty();
    assertThat(there.out()).isEqualTo(before);
    Invocation.succeed("evaluate", own.run().toString(), "--data-dir", moved.toString());
  }

  @Test
  void refusesToOverwriteUnlessTold() throws Exception {
    Path out = Files.writeString(folder.resolve("lists.tsv"), "mine");
    assertRefused(
        recommend(toy.run(), "--out", out.toString()), "is there already; give --overwrite");
    assertThat(out).hasContent("mine");
    Invocation.succeed("recommend", "" + toy.run(), "--out", "" + out, "--overwrite");
    assertThat(out).content().startsWith("user\titem\trank\tscore\nu0\t");
    assertRefused(recommend(toy.run(), "--out", folder.toString()), "should be a file");
  }

  @Test
  void refusesRunsThatCannotBeUsed() throws Exception {
    assertRefused(recommend(folder), folder + " is not a run: it has no config.yaml");
    Path run = ServedToy.train(folder, "--method", "plain", "--epochs", "1").run();
    Path model = run.resolve("checkpoint/model.safetensors");
    byte[] whole = Files.readAllBytes(model);
    Files.write(model, Arrays.copyOf(whole, whole.length / 2));
    assertRefused(recommend(run), model + " is damaged");
    Files.delete(model);
    assertRefused(recommend(run), model + " is missing");
    Files.delete(run.resolve("manifest.json"));
    assertRefused(recommend(run), "manifest.json: no such file");
    Files.delete(run.resolve("result.json"));
    assertRefused(recommend(run), run + ": this run has not finished; go on with it with --resume");
  }
}
