package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.equimodal.trainer.ServedToy.assertRefused;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an export holds, read by nothing that wrote it. */
class ExportCommandTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int USERS = ToyFolder.USERS;
  private static final int ITEMS = ToyFolder.ITEMS;

  @TempDir static Path runs;
  @TempDir Path folder;

  private static ServedToy toy;
  private static Path exported;

  @BeforeAll
  static void exportAll() {
    toy = ServedToy.train(runs);
    exported = runs.resolve("export");
    Invocation invocation =
        Invocation.succeed(
            "export", toy.run().toString(), "--out", exported.toString(), "--views", "all");
    assertThat(invocation.out()).isEqualTo("export: " + exported + "\n");
  }

  private static ByteBuffer bytes(Path file) throws Exception {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static float[] floats(ByteBuffer bytes) {
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /** Version 1.0 as NumPy's documentation has it, with this very header. */
  private static float[] npy(Path file, int rows) throws Exception {
    ByteBuffer bytes = bytes(file);
    byte[] magic = new byte[8];
    bytes.get(magic);
    assertThat(magic).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
    byte[] header = new byte[bytes.getShort()];
    bytes.get(header);
    assertThat(bytes.position() % 64).isZero();
    int columns = bytes.remaining() / Float.BYTES / rows;
    assertThat(new String(header, StandardCharsets.US_ASCII))
        .matches(
            "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\(%d, %d\\), \\} *\n"
                .formatted(rows, columns));
    assertThat(bytes.remaining()).isEqualTo(rows * columns * Float.BYTES);
    return floats(bytes);
  }

  private static float[] scores(Path view) throws Exception {
    float[] users = npy(view.resolve("users.npy"), USERS);
    float[] items = npy(view.resolve("items.npy"), ITEMS);
    int width = users.length / USERS;
    assertThat(items).hasSize(ITEMS * width);
    float[] scores = new float[USERS * ITEMS];
    for (int k = 0; k < scores.length; k++) {
      double sum = 0;
      for (int c = 0; c < width; c++) {
        sum += (double) users[k / ITEMS * width + c] * items[k % ITEMS * width + c];
      }
      scores[k] = (float) sum;
    }
    return scores;
  }

  @Test
  void holdsWhatItsReadmeSays() throws Exception {
    List<String> expected =
        new ArrayList<>(List.of("users.tsv", "items.tsv", "README.md", "export.json"));
    for (String view : List.of("full", "only-textual", "only-visual")) {
      for (String file :
          List.of(
              "users.npy", "items.npy", "vectors.safetensors", "scorer.pt", "serving.properties")) {
        expected.add(view + "/" + file);
      }
    }
    assertThat(RunFiles.in(exported)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(exported.resolve("README.md"))
        .content()
        .contains(
            "# vbpr on toy, ckd",
            "30 users, 20 items",
            "| `only-textual` | only:textual | 128 |",
            "np.load(\"full/users.npy\")")
        .doesNotContain("{folder", "{run}", "{items}");
    assertThat(RunFiles.lines(exported.resolve("items.tsv")))
        .hasSize(ITEMS + 1)
        .startsWith("itemID\tname", "0\ta", "1\tb");
    assertThat(RunFiles.lines(exported.resolve("users.tsv")))
        .hasSize(USERS + 1)
        .startsWith("userID\tname", "0\tu0");
  }

  @Test
  void recordsEveryFileWithItsHash() throws Exception {
    JsonNode record = RunFiles.json(exported, "export.json");
    assertThat(record.get("run").asText()).isEqualTo(toy.run().getFileName().toString());
    assertThat(record.get("datasetHash").asText())
        .isEqualTo(RunFiles.json(toy.run(), "manifest.json").at("/dataset/hash").asText());
    assertThat(record.at("/views/full/dimension").asInt()).isEqualTo(192);
    assertThat(record.get("files")).hasSize(RunFiles.in(exported).size() - 1);
    for (var file : record.get("files").properties()) {
      byte[] content = Files.readAllBytes(exported.resolve(file.getKey()));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      assertThat(file.getValue().get("bytes").asInt()).isEqualTo(content.length);
      assertThat(file.getValue().get("sha256").asText())
          .isEqualTo(HexFormat.of().formatHex(digest));
    }
  }

  /** The length of the header, the header, the values one after the other. */
  @ParameterizedTest
  @ValueSource(strings = {"full", "only-visual"})
  void safetensorsHoldTheSame(String view) throws Exception {
    ByteBuffer bytes = bytes(exported.resolve(view).resolve("vectors.safetensors"));
    byte[] header = new byte[(int) bytes.getLong()];
    bytes.get(header);
    assertThat(bytes.position() % 8).isZero();
    JsonNode tensors = MAPPER.readTree(header);
    assertThat(tensors).hasSize(2);
    int start = bytes.position();
    int end = 0;
    for (String name : List.of("users", "items")) {
      JsonNode tensor = tensors.get(name);
      float[] expected =
          npy(exported.resolve(view).resolve(name + ".npy"), name.equals("users") ? USERS : ITEMS);
      assertThat(tensor.get("dtype").asText()).isEqualTo("F32");
      int rows = tensor.at("/shape/0").asInt();
      assertThat(rows * tensor.at("/shape/1").asInt()).isEqualTo(expected.length);
      assertThat(tensor.at("/data_offsets/0").asInt()).isEqualTo(end);
      end = tensor.at("/data_offsets/1").asInt();
      int from = tensor.at("/data_offsets/0").asInt();
      assertThat(floats(bytes.slice(start + from, end - from).order(ByteOrder.LITTLE_ENDIAN)))
          .containsExactly(expected);
    }
    assertThat(start + end).as("the end of the file").isEqualTo(bytes.limit());
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      byte[] whole = bytes.array();
      assertThat(NDList.decode(manager, whole).get("items").toFloatArray())
          .containsExactly(npy(exported.resolve(view).resolve("items.npy"), ITEMS));
    }
  }

  /** In every view of every backbone the dot products are the recommended scores, to 1e-5. */
  @ParameterizedTest
  @ValueSource(strings = {"vbpr", "deepstyle", "mmgcn", "grcn", "egogcn", "mgcn"})
  void dotProductsAreTheScores(String backbone) throws Exception {
    Path run =
        ServedToy.train(folder, "--backbone", backbone, "--method", "plain", "--epochs", "1").run();
    Path out = folder.resolve("export");
    Invocation.succeed("export", run.toString(), "--out", out.toString(), "--views", "all");
    for (String view : List.of("full", "only:textual", "only:visual")) {
      float[] scores = scores(out.resolve(view.replace(':', '-')));
      String[] command =
          "recommend %s --view %s --include-seen --top 20 --format jsonl"
              .formatted(run, view)
              .split(" ");
      int user = 0;
      for (String line : Invocation.succeed(command).out().lines().toList()) {
        JsonNode list = MAPPER.readTree(line);
        for (int rank = 0; rank < ITEMS; rank++) {
          int item = list.get("items").get(rank).asText().charAt(0) - 'a';
          assertThat(list.get("scores").get(rank).floatValue())
              .isCloseTo(scores[user * ITEMS + item], within(1e-5f));
        }
        user++;
      }
      assertThat(user).isEqualTo(USERS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "only-textual", "only-visual"})
  void djlLoadsTheScorerAsItsReadmeSays(String view) throws Exception {
    float[] expected = scores(exported.resolve(view));
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optEngine("PyTorch")
            .optModelPath(exported.resolve(view))
            .optModelName("scorer")
            .optTranslator(new NoopTranslator())
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel();
        Predictor<NDList, NDList> predictor = model.newPredictor();
        NDManager manager = model.getNDManager().newSubManager()) {
      NDArray users = manager.create(IntStream.range(0, USERS).asLongStream().toArray());
      NDArray scores = predictor.predict(new NDList(users)).singletonOrThrow();
      assertThat(scores.getShape().getShape()).containsExactly(USERS, ITEMS);
      assertThat(scores.toFloatArray()).containsExactly(expected, within(1e-5f));
      NDArray top = manager.create(0f);
      top.setName("module_method:top");
      NDList best = predictor.predict(new NDList(users, manager.create(3L), top));
      float[] user0 = Arrays.copyOf(expected, ITEMS);
      assertThat(Arrays.copyOf(best.get(1).toLongArray(), 3))
          .containsExactly(
              IntStream.range(0, ITEMS)
                  .boxed()
                  .sorted(Comparator.comparing(item -> -user0[item]))
                  .limit(3)
                  .mapToLong(Integer::longValue)
                  .toArray());
    }
  }

  /** DJL Serving loads a folder by its serving.properties and translates as this does. */
  @Test
  void djlServingsOwnTranslatorTakesItAsItIs() throws Exception {
    Criteria<Input, Output> criteria =
        Criteria.builder()
            .setTypes(Input.class, Output.class)
            .optModelPath(exported.resolve("full"))
            .build();
    try (ZooModel<Input, Output> model = criteria.loadModel();
        Predictor<Input, Output> predictor = model.newPredictor()) {
      Input request = new Input();
      request.addProperty("Content-Type", "application/json");
      request.add("{\"inputs\": [4, 0]}");
      JsonNode predictions =
          MAPPER.readTree(predictor.predict(request).getData().getAsString()).get("predictions");
      assertThat(predictions).hasSize(2);
      float[] expected = scores(exported.resolve("full"));
      for (int item = 0; item < ITEMS; item++) {
        assertThat(predictions.get(0).get(item).floatValue())
            .isCloseTo(expected[4 * ITEMS + item], within(1e-5f));
      }
    }
  }

  private Invocation export(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "export";
    all[1] = toy.run().toString();
    System.arraycopy(options, 0, all, 2, options.length);
    return Invocation.of(all);
  }

  @Test
  void theSameRunGivesTheSameBytes() throws Exception {
    Path again = folder.resolve("again");
    assertThat(export("--out", "" + again, "--views", "full,only:visual").exitCode()).isZero();
    for (String file : List.of("full/scorer.pt", "full/vectors.safetensors", "items.tsv")) {
      assertThat(again.resolve(file)).hasSameBinaryContentAs(exported.resolve(file));
    }
    assertThat(again.resolve("only-textual")).doesNotExist();
    assertThat(RunFiles.in(folder)).allMatch(file -> file.startsWith("again/"));
  }

  @Test
  void quotationMarksOfNamesAreReadBackAsTheyWere() {
    String table = "userID\tname\n0\t\"\"\"q\"\"\"\n";
    ToyFolder quoted = new ToyFolder(folder, "quoted").file("users.tsv", table);
    Invocation run =
        Invocation.succeed(
            "--dataset",
            quoted.path().toString(),
            "--run-dir",
            folder + "/runs",
            "--method",
            "plain",
            "--epochs",
            "1");
    Path out = folder.resolve("out");
    Invocation.succeed("export", run.run().toString(), "--out", out.toString());
    assertThat(RunFiles.lines(out.resolve("users.tsv")))
        .startsWith("userID\tname", "0\t\"\"\"q\"\"\"", "1\t1");
  }

  @Test
  void aTeacherIsExportedInItsOwnView() {
    Path out = folder.resolve("teacher");
    Invocation.succeed("export", toy.run() + "/teachers/visual", "--out", out.toString());
    assertThat(out.resolve("only-visual/scorer.pt")).isNotEmptyFile();
    assertThat(RunFiles.json(out, "export.json").get("run").asText())
        .isEqualTo(toy.run().getFileName() + "/teachers/visual");
  }

  @Test
  void replacesAnExportAndNothingElse() throws Exception {
    Path out = folder.resolve("export");
    assertThat(export("--out", out.toString(), "--views", "all").exitCode()).isZero();
    assertRefused(
        export("--out", out.toString()), "is there already; give --overwrite to replace it");
    assertThat(export("--out", out.toString(), "--overwrite").exitCode()).isZero();
    assertThat(out.resolve("only-visual")).doesNotExist();
    Path own = Files.writeString(out.resolve("full/notes.txt"), "mine");
    assertRefused(
        export("--out", out.toString(), "--overwrite"),
        "holds full/notes.txt",
        "not of the export");
    assertThat(own).hasContent("mine");
    Files.delete(out.resolve("export.json"));
    assertRefused(export("--out", out.toString(), "--overwrite"), "holds no export");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(export("--out", empty.toString()).exitCode()).isZero();
    assertThat(empty.resolve("full/users.npy")).exists();
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("export", "empty");
  }

  @Test
  void aLinkStandsForTheFolderItLeadsTo() throws Exception {
    Path big = Files.createDirectories(folder.resolve("disk/big"));
    Path own = Files.writeString(big.resolve("notes.txt"), "mine");
    Path link = Files.createSymbolicLink(folder.resolve("link"), big);
    assertRefused(export("--out", link.toString()), link + ": is there already; give --overwrite");
    assertRefused(export("--out", link.toString(), "--overwrite"), "holds no export");
    assertThat(own).hasContent("mine");
    Files.delete(own);
    assertThat(export("--out", link.toString()).exitCode()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(big.resolve("full/users.npy")).exists();
  }

  @Test
  void refusesBadUsage() throws Exception {
    assertRefused(export(), "--out");
    assertRefused(
        export("--out", "" + folder.resolve("x"), "--views", "full,only:smell"),
        "--views only:smell: " + toy.run() + " has no such view, only full, only:textual");
    assertRefused(export("--out", "" + folder.resolve("a/b")), "should be a folder in one");
    Path file = Files.writeString(folder.resolve("file"), "mine");
    assertRefused(export("--out", file.toString(), "--overwrite"), "is a file; name a folder");
    assertRefused(
        Invocation.of("export", folder.toString(), "--out", "" + folder.resolve("x")),
        "is not a run");
    assertThat(folder.toFile().list()).containsExactly("file");
  }
}
