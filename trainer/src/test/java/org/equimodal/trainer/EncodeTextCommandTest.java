package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.equimodal.datasets.NpyArray;
import org.equimodal.datasets.NpyFile;
import org.equimodal.trainer.encoding.TinyModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts to features, by a model whose vectors are known: see {@link TinyModel#TEXT}. */
class EncodeTextCommandTest {

  private static final double TOLERANCE = 1e-6;
  private static final long SEED = 7;

  @TempDir Path folder;

  private Path model;
  private Path out;

  @BeforeEach
  void makeModel() {
    model = TinyModel.text(folder.resolve("model"));
    out = folder.resolve("textual_feat.npy");
  }

  private Invocation encode(Path input, Path with, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("encode", "text", "--modality", "textual", "--device", "cpu"));
    arguments.addAll(List.of("--input", input.toString(), "--model", with.toString()));
    arguments.addAll(List.of("--out", out.toString(), "--overwrite"));
    arguments.addAll(List.of(more));
    return Invocation.succeed(arguments.toArray(new String[0]));
  }

  private double[][] encoded(Path input, String... more) {
    encode(input, model, more);
    return rows(out);
  }

  private static double[][] rows(Path file) {
    NpyArray array = NpyFile.read(file);
    double[][] rows = new double[array.shape()[0]][];
    int width = array.shape()[1];
    Arrays.setAll(
        rows, item -> Arrays.copyOfRange(array.doubles(), item * width, (item + 1) * width));
    return rows;
  }

  private Path table(String... texts) {
    String lines =
        IntStream.range(0, texts.length)
            .mapToObj(item -> item + "\t" + texts[item] + "\n")
            .collect(Collectors.joining());
    return TinyModel.write(folder.resolve("texts.tsv"), lines);
  }

  /** The vectors of tokens, one after the other. */
  private static double[][] vectors(int... ids) {
    return Arrays.stream(ids)
        .mapToObj(id -> new double[] {id, -id, (double) id * id, Math.sin(id)})
        .toArray(double[][]::new);
  }

  private static double[] mean(int... ids) {
    double[] mean = new double[4];
    for (double[] vector : vectors(ids)) {
      Arrays.setAll(mean, column -> mean[column] + vector[column] / ids.length);
    }
    return mean;
  }

  private static double[] max(int... ids) {
    double[] max = vectors(ids)[0];
    for (double[] vector : vectors(ids)) {
      Arrays.setAll(max, column -> Math.max(max[column], vector[column]));
    }
    return max;
  }

  private static int id(String word) {
    return TinyModel.FIRST_WORD + TinyModel.WORDS.indexOf(word);
  }

  private static void assertRow(double[] row, double... expected) {
    assertThat(row).containsExactly(expected, within(1e-5));
  }

  @Test
  void meansLeavePaddingOut() {
    double[][] rows = encoded(table("red", "red green blue", "Shoe  unheard-of"));
    assertRow(rows[0], mean(TinyModel.CLS, id("red")));
    assertRow(rows[1], mean(TinyModel.CLS, id("red"), id("green"), id("blue")));
    assertRow(rows[2], mean(TinyModel.CLS, id("shoe"), TinyModel.UNKNOWN));
  }

  @Test
  void theFirstTokenAlone() {
    double[][] rows = encoded(table("red", "red green blue"), "--pooling", "cls");
    assertRow(rows[0], vectors(TinyModel.CLS)[0]);
    assertRow(rows[1], vectors(TinyModel.CLS)[0]);
  }

  /** Padding has the vector 0, which is larger than every -x. */
  @Test
  void maximaLeavePaddingOut() {
    double[][] rows = encoded(table("red", "red green blue"), "--pooling", "max");
    assertRow(rows[0], max(TinyModel.CLS, id("red")));
    assertRow(rows[1], max(TinyModel.CLS, id("red"), id("green"), id("blue")));
  }

  @Test
  void rowsHaveLengthOneIfAskedFor() {
    double[][] plain = encoded(table("red", "shirt shirt"));
    double[][] unit = encoded(table("red", "shirt shirt"), "--normalize");
    for (int item = 0; item < 2; item++) {
      double length = Math.sqrt(Arrays.stream(plain[item]).map(x -> x * x).sum());
      assertRow(unit[item], Arrays.stream(plain[item]).map(x -> x / length).toArray());
    }
  }

  @Test
  void longTextsAreCut() throws Exception {
    double[][] rows = encoded(table("red green blue", "green"), "--max-length", "3");
    assertRow(rows[0], mean(TinyModel.CLS, id("red"), id("green")));
    assertRow(rows[1], mean(TinyModel.CLS, id("green")));
    assertThat(provenance().at("/recipe/text/maxLength").asInt()).isEqualTo(3);
  }

  @Test
  void scriptsOfAllKinds() {
    double[][] rows = encoded(table("GRÖßE 靴", "\uD83D\uDE00", "red\t\"green\""));
    assertRow(rows[0], mean(TinyModel.CLS, id("größe"), id("靴")));
    assertRow(rows[1], mean(TinyModel.CLS, id("😀")));
    assertRow(rows[2], mean(TinyModel.CLS, id("red"), TinyModel.UNKNOWN));
  }

  @Test
  void aMissingTextIsTheEmptyTextAndSaid() throws Exception {
    Path items =
        TinyModel.write(
            folder.resolve("items.jsonl"),
            """
            {"item":0,"id":"a","text":"red"}
            {"item":1,"id":"b"}
            {"item":2,"id":"c","text":"","image":"c.jpg","more":1}
            """);
    Invocation invocation = encode(items, model);
    assertThat(invocation.errorLines())
        .containsExactly("WARN: 2 of 3 items have no text; they get the row of the empty text");
    double[][] rows = rows(out);
    assertRow(rows[0], mean(TinyModel.CLS, id("red")));
    assertRow(rows[1], vectors(TinyModel.CLS)[0]);
    assertThat(rows[2]).containsExactly(rows[1]);
    assertThat(provenance().at("/missing/count").asInt()).isEqualTo(2);
  }

  /** Without special tokens an empty text has no token at all; it stands for padding, id 0. */
  @Test
  void aTextWithoutTokensHasARowToo() {
    Path bare = TinyModel.text(folder.resolve("bare"), TinyModel.TEXT, false);
    for (String pooling : List.of("mean", "cls", "max")) {
      encode(table("red green", ""), bare, "--pooling", pooling);
      assertRow(rows(out)[1], 0, 0, 0, 0);
      encode(table("red green", ""), bare, "--pooling", pooling, "--batch-size", "1");
      assertRow(rows(out)[1], 0, 0, 0, 0);
    }
  }

  @Test
  void aRowDoesNotDependOnItsBatch() {
    SplittableRandom random = new SplittableRandom(SEED);
    String[] texts = new String[57];
    Arrays.setAll(
        texts,
        item ->
            random
                .ints(random.nextInt(12), 0, TinyModel.WORDS.size())
                .mapToObj(TinyModel.WORDS::get)
                .collect(Collectors.joining(" ")));
    for (String pooling : List.of("mean", "cls", "max")) {
      double[][] alone = encoded(table(texts), "--pooling", pooling, "--batch-size", "1");
      for (String size : List.of("2", "8", "100")) {
        double[][] together = encoded(table(texts), "--pooling", pooling, "--batch-size", size);
        for (int item = 0; item < texts.length; item++) {
          assertThat(together[item])
              .as("seed %d, %s of batches of %s, item %d", SEED, pooling, size, item)
              .containsExactly(alone[item], within(TOLERANCE * 100));
        }
      }
    }
  }

  @Test
  void theModelsOwnPropertiesHold() {
    Path typed = TinyModel.text(folder.resolve("typed"), TinyModel.TYPED_TEXT, true);
    TinyModel.write(
        typed.resolve("serving.properties"),
        "includeTokenTypes=true\npooling=max\nmaxLength=2\nnormalize=false\n");
    encode(table("red shirt", "blue"), typed);
    double[][] rows = rows(out);
    assertRow(rows[0], id("red"), -TinyModel.CLS);
    assertRow(rows[1], id("blue"), -TinyModel.CLS);
    encode(table("red shirt", "blue"), typed, "--pooling", "cls");
    assertRow(rows(out)[1], TinyModel.CLS, -TinyModel.CLS);
  }

  /** The converter says nothing of a model whose rows have length 1, and false of others. */
  @ParameterizedTest
  @CsvSource({
    "pooling=max, , true",
    "normalize=true, , true",
    "normalize=false, , false",
    "normalize=false, --normalize, true",
    "pooling=max, --no-normalize, false",
  })
  void theModelSaysWhetherRowsHaveLengthOne(String properties, String option, boolean unit) {
    TinyModel.write(model.resolve("serving.properties"), properties + "\n");
    String[] more = option == null ? new String[0] : new String[] {option};
    double[] row = encoded(table("shirt shirt"), more)[0];
    double length = Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
    assertThat(Math.abs(length - 1) < 1e-5).as("length %s", length).isEqualTo(unit);
    assertThat(provenance().at("/recipe/text/normalize").asBoolean()).isEqualTo(unit);
  }

  @Test
  void saysHowItWasDone() throws Exception {
    Invocation invocation = encode(table("red", "green"), model, "--batch-size", "5");
    assertThat(invocation.out().lines())
        .containsExactly(
            "features: " + out + ", 2 items, 4 wide",
            "provenance: " + folder.resolve("textual_feat.json"));
    JsonNode provenance = provenance();
    assertThat(provenance.get("modality").asText()).isEqualTo("textual");
    assertThat(provenance.get("rows").asInt()).isEqualTo(2);
    assertThat(provenance.get("width").asInt()).isEqualTo(4);
    assertThat(provenance.get("sha256").asText()).isEqualTo(sha256(out));
    assertThat(provenance.at("/input/sha256").asText())
        .isEqualTo(sha256(folder.resolve("texts.tsv")));
    assertThat(provenance.at("/recipe/model/tiny.pt").asText())
        .isEqualTo(sha256(model.resolve("tiny.pt")));
    assertThat(provenance.at("/recipe/model/tokenizer.json").asText())
        .isEqualTo(sha256(model.resolve("tokenizer.json")));
    assertThat(provenance.at("/recipe/batchSize").asInt()).isEqualTo(5);
    assertThat(provenance.at("/recipe/text/pooling").asText()).isEqualTo("mean");
    assertThat(provenance.at("/recipe/text/normalize").asBoolean()).isFalse();
    assertThat(provenance.at("/recipe/equimodal").asText()).isNotBlank();
    assertThat(RunFiles.in(folder))
        .contains("textual_feat.json", "textual_feat.npy")
        .noneMatch(name -> name.endsWith(".part") || name.endsWith(".tmp"));
  }

  private JsonNode provenance() {
    return RunFiles.json(folder, "textual_feat.json");
  }

  private static String sha256(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
