package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.equimodal.datasets.NpyFile;
import org.equimodal.trainer.encoding.TinyModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoding for a dataset, which training then sees; and what is refused. */
class EncodeCommandTest {

  @TempDir Path folder;

  private Path model;
  private Path data;

  @BeforeEach
  void makeModel() {
    model = TinyModel.text(folder.resolve("model"));
    data = folder.resolve("data");
  }

  private Invocation encode(String kind, String... more) {
    List<String> arguments = new ArrayList<>(List.of("encode", kind));
    arguments.addAll(List.of("--data-dir", data.toString()));
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray(new String[0]));
  }

  private Invocation forDataset(String name, String modality, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--dataset", name, "--modality", modality));
    arguments.addAll(List.of("--model", model.toString()));
    arguments.addAll(List.of(more));
    return encode("text", arguments.toArray(new String[0]));
  }

  private static String items(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            item ->
                "{\"item\":%d,\"id\":\"B%03d\",\"text\":\"%s\"}\n"
                    .formatted(item, item, TinyModel.WORDS.get(item % TinyModel.WORDS.size())))
        .collect(Collectors.joining());
  }

  private ToyFolder toy(String name) {
    return new ToyFolder(data, name).file("items.jsonl", items(ToyFolder.ITEMS));
  }

  private static void assertRefused(Invocation invocation, String... parts) {
    assertThat(invocation.errorLines()).as("standard error").hasSize(1);
    assertThat(invocation.err())
        .startsWith("error: ")
        .contains(parts)
        .doesNotContain("Exception", "\tat ", "null");
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.out()).isEmpty();
  }

  @Nested
  class ForADataset {

    private void assertTrains(String name, String modality) {
      Invocation trained =
          Invocation.succeed(
              "--dataset",
              name,
              "--data-dir",
              data.toString(),
              "--method",
              "plain",
              "--epochs",
              "1",
              "--run-dir",
              folder.resolve("runs").toString());
      assertThat(trained.out()).contains("only " + modality, "only visual", "only textual");
    }

    @Test
    void trainingFindsTheNewModality() {
      toy("toy");
      Invocation invocation = forDataset("toy", "spoken");
      assertThat(invocation.err()).isEmpty();
      Path file = data.resolve("toy/spoken_feat.npy");
      assertThat(invocation.out()).contains(file + ", 20 items, 4 wide");
      assertThat(NpyFile.read(file).shape()).containsExactly(20, 4);
      assertTrains("toy", "spoken");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "# Ours.\ndata: {standardize: true, modalities: {visual: {}, textual: {}}} # both\n",
          "# 😀\ntraining: {epochs: 2}\ndata:\n  modalities: # both\n    # eyes\n    visual: {}\n"
              + "    textual:\n      standardize: true\n  standardize: false\n",
        })
    void aListOfModalitiesGetsTheNewOneAndKeepsAllElse(String yaml) throws Exception {
      Path file = toy("toy").file("dataset.yaml", yaml).path().resolve("dataset.yaml");
      assertThat(forDataset("toy", "spoken").exitCode()).isZero();
      String changed = Files.readString(file);
      assertThat(changed).contains("spoken: {file: spoken_feat.npy}");
      assertThat(changed.replaceFirst("spoken: \\{file: spoken_feat.npy\\}(, |\n +)", ""))
          .isEqualTo(yaml);
      assertTrains("toy", "spoken");
      assertThat(forDataset("toy", "spoken", "--overwrite").exitCode()).isZero();
      assertThat(file).content().isEqualTo(changed);
    }

    /** The program's own settings of baby call the files image_feat.npy and text_feat.npy. */
    @Test
    void goesWhereTrainingLooks() {
      toy("baby");
      assertThat(forDataset("baby", "textual").exitCode()).isZero();
      assertThat(data.resolve("baby/text_feat.npy")).exists();
      assertThat(data.resolve("baby/text_feat.json")).exists();
      assertRefused(
          forDataset("baby", "spoken"),
          "dataset baby: its modalities are visual, textual, and none of them is called spoken",
          "under data.modalities in " + data.resolve("baby/dataset.yaml"));
    }

    @Test
    void theLayoutOfLatticeHasNamesOfItsOwn() {
      Path lattice = data.resolve("lattice");
      TinyModel.write(lattice.resolve("5-core/train.json"), "{\"0\": [0], \"1\": [1]}");
      TinyModel.write(lattice.resolve("5-core/val.json"), "{\"0\": [1]}");
      TinyModel.write(lattice.resolve("5-core/test.json"), "{\"1\": [2]}");
      TinyModel.write(lattice.resolve("items.jsonl"), items(3));
      assertThat(forDataset("lattice", "textual").err()).isEmpty();
      assertThat(lattice.resolve("text_feat.npy")).exists();
      assertRefused(
          forDataset("lattice", "spoken"),
          "its modalities are those of the LATTICE layout, visual and textual",
          "none of them is called spoken");
    }

    @Test
    void tablesCallItemsByTheirIds() {
      toy("toy");
      Path table =
          TinyModel.write(
              folder.resolve("texts.tsv"), "id\ttext\nB003\tred\nB019\tgreen\nB999\tblue\n");
      Invocation invocation = forDataset("toy", "spoken", "--input", table.toString());
      assertThat(invocation.exitCode()).isZero();
      assertThat(invocation.err())
          .contains("1 of 3 entries are of no item of the dataset", "18 of 20 items have no text");
      double[] values = NpyFile.read(data.resolve("toy/spoken_feat.npy")).doubles();
      assertThat(values[4 * 3]).isEqualTo((TinyModel.CLS + TinyModel.FIRST_WORD) / 2.0);
      assertThat(values[4 * 19]).isEqualTo((TinyModel.CLS + TinyModel.FIRST_WORD + 1) / 2.0);
      assertThat(values[0]).isEqualTo(TinyModel.CLS);
    }

    @Test
    void withoutAListOfItemsTablesCallThemByNumber() {
      new ToyFolder(data, "toy");
      Path table = TinyModel.write(folder.resolve("texts.tsv"), "19\tgreen\n0\tred\n");
      assertThat(forDataset("toy", "spoken", "--input", table.toString()).exitCode()).isZero();
      TinyModel.write(table, "20\tgreen\n");
      assertRefused(
          forDataset("toy", "spoken", "--overwrite", "--input", table.toString()),
          table + ", line 1: '20' is no item",
          "0 to 19");
    }

    @Test
    void refusesADatasetWithoutItems() {
      new ToyFolder(data, "toy");
      assertRefused(
          forDataset("toy", "spoken"), "dataset toy has no items.jsonl", "prepare", "--input");
    }

    @Test
    void refusesAListOfOtherItems() {
      new ToyFolder(data, "toy").file("items.jsonl", items(19));
      assertRefused(forDataset("toy", "spoken"), "items.jsonl has 19 items", "dataset toy name 20");
    }

    @Test
    void refusesTheBuiltInDataset() {
      assertRefused(forDataset("sample", "spoken"), "--dataset sample", "built-in");
    }

    @Test
    void refusesNamesThatAreNoFiles() {
      toy("toy");
      assertRefused(forDataset("toy", "../spoken"), "modality name '../spoken'");
    }

    @Test
    void refusesToReplaceFeatures() throws Exception {
      toy("toy");
      byte[] before = Files.readAllBytes(data.resolve("toy/visual_feat.npy"));
      assertRefused(
          forDataset("toy", "visual"), "visual_feat.npy is there already", "--overwrite", "--out");
      assertThat(Files.readAllBytes(data.resolve("toy/visual_feat.npy"))).isEqualTo(before);
      assertThat(forDataset("toy", "visual", "--overwrite").exitCode()).isZero();
      assertThat(NpyFile.read(data.resolve("toy/visual_feat.npy")).shape()).containsExactly(20, 4);
    }
  }

  @Nested
  class Faults {

    private Path input;
    private Path out;

    @BeforeEach
    void write() {
      input = TinyModel.write(folder.resolve("items.jsonl"), items(4));
      out = folder.resolve("x_feat.npy");
    }

    private Invocation withModel(String address, String... more) {
      List<String> arguments = new ArrayList<>(List.of("--modality", "x", "--out", out.toString()));
      arguments.addAll(List.of("--input", input.toString(), "--model", address));
      arguments.addAll(List.of(more));
      return encode("text", arguments.toArray(new String[0]));
    }

    private void refuses(String more, String... parts) {
      String[] arguments = more.isEmpty() ? new String[0] : more.split(" ");
      assertRefused(withModel(model.toString(), arguments), parts);
      assertThat(out).doesNotExist();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        value = {
          "--pooling median | --pooling must be one of mean, cls, max | was 'median'",
          "--batch-size 0 | --batch-size must be at least 1, was 0 | error",
          "--batch-size x | --batch-size must be a whole number | was 'x'",
          "--max-length 0 | --max-length must be at least 1, was 0 | error",
          "--device tpu | device: must be auto, cpu, cuda or cuda:N | --device",
        })
    void refusesBadUsage(String more, String first, String second) {
      refuses(more, first, second);
    }

    @Test
    void asksWhatToEncode() {
      assertRefused(Invocation.of("encode"), "encode what? text or image", "--help");
      assertRefused(
          encode("text", "--model", model.toString(), "--modality", "x"),
          "encode needs --dataset, or --input and --out");
      assertRefused(encode("text", "--modality", "x"), "--model M is missing; add it");
    }

    @Test
    void modelsThatAreNone() throws Exception {
      model = folder.resolve("nowhere");
      refuses("", "--model " + model, "no such file or folder");
      model = Files.createDirectories(folder.resolve("empty"));
      refuses("", "holds no .pt file", "djl-convert");
      model = TinyModel.text(folder.resolve("untold"));
      Files.delete(model.resolve("tokenizer.json"));
      refuses("", "there is no tokenizer.json beside tiny.pt");
      model = TinyModel.text(folder.resolve("two"));
      Files.copy(model.resolve("tiny.pt"), model.resolve("more.pt"));
      refuses("", "holds several .pt files", "name one of them");
      model = TinyModel.text(folder.resolve("garbage"));
      Files.writeString(model.resolve("tiny.pt"), "no archive");
      refuses("", "tiny.pt cannot be loaded as TorchScript");
      model = TinyModel.text(folder.resolve("mute"));
      Files.writeString(model.resolve("tokenizer.json"), "{}");
      refuses("", "tokenizer.json cannot be used");
    }

    @Test
    void modelsThatReturnAnotherShape() {
      model =
          TinyModel.text(
              folder.resolve("flat"),
              """
                def forward(self: __torch__.Tiny, ids: Tensor, mask: Tensor) -> Tensor:
                  return torch.to(ids, 6)
              """,
              true);
      refuses("", "the model returns float32 of shape (4, 2)", "of shape (4, 2) and a width");
      model = TinyModel.text(folder.resolve("typed"), TinyModel.TYPED_TEXT, true);
      refuses("", "the model fails on its inputs", "types");
    }

    @Test
    void modelsThatWantMore() {
      TinyModel.write(model.resolve("serving.properties"), "dense=linear.safetensors\n");
      refuses("", "asks for dense, which is not supported");
      TinyModel.write(model.resolve("serving.properties"), "pooling=lasttoken\n");
      refuses("", "asks for pooling 'lasttoken'", "mean, cls, max with --pooling");
    }

    @Test
    void modelsThatGiveNoNumbers() {
      TinyModel.text(
          model,
          """
            def forward(self: __torch__.Tiny, ids: Tensor, mask: Tensor) -> Tensor:
              x = torch.to(ids, 6)
              return torch.stack([torch.log(torch.neg(x))], 2)
          """,
          true);
      refuses("", "the model gives values that are no finite numbers");
    }

    /** Whoever asked the network would be refused at once. */
    @Test
    void aZooThatCannotBeReached() {
      List<String> names =
          List.of("http.proxyHost", "http.proxyPort", "https.proxyHost", "https.proxyPort");
      names.forEach(name -> System.setProperty(name, name.endsWith("Host") ? "127.0.0.1" : "9"));
      try {
        for (String address :
            List.of(
                "djl://ai.djl.huggingface.pytorch/sentence-transformers/all-MiniLM-L6-v2",
                "djl://ai.djl.pytorch/resnet18_embedding")) {
          assertRefused(
              withModel(address),
              "--model " + address,
              "the zoo cannot be reached",
              "name the folder of a model");
        }
        assertRefused(withModel("djl://no.such.zoo/model"), "the zoo has no such model");
        assertRefused(
            withModel("djl://ai.djl.huggingface.pytorch/no/such"), "the zoo has no such model");
      } finally {
        names.forEach(System::clearProperty);
      }
      assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
    }

    @Test
    void inputsThatAreNone() {
      TinyModel.write(input, "");
      refuses("", input + " holds no items");
      TinyModel.write(
          input, "{\"item\":0,\"id\":\"a\",\"text\":\"red\"}\n{\"item\":2,\"id\":\"b\"}\n");
      refuses("", input + ", line 2: item 2 where item 1 should follow");
      TinyModel.write(input, "{\"item\":0,\"id\":\"a\"}\n{\"item\":1,\"id\":\"a\"}\n");
      refuses("", input + ", line 2: id 'a' is listed a second time");
      TinyModel.write(input, "{\"item\":0,\n");
      refuses("", input + ", line 1: no item");
      TinyModel.write(input, "{\"id\":\"a\"}\n");
      refuses("", input + ", line 1: an item needs its number");
      TinyModel.write(input, "{\"item\":0,\"id\":\"a\"}\n");
      refuses("", input + ": no item has a text");
      input = folder.resolve("no.tsv");
      refuses("", "--input " + input + ": there is no such file or folder");
      input = TinyModel.write(folder.resolve("t.tsv"), "0\tred\n2\tblue\n");
      refuses("", input + ", line 2: '2' is no item", "all of 0 to 1");
      TinyModel.write(input, "0 red\n");
      refuses("", input + ", line 1: no tab");
      TinyModel.write(input, "0\tred\n0\tblue\n");
      refuses("", input + ", line 2: item '0' a second time, after " + input + ", line 1");
      TinyModel.write(input, "id\ttext\n");
      refuses("", input + " holds no items");
    }

    @Test
    void placesThatAreNone() {
      out = folder.resolve("no/x_feat.npy");
      refuses("", "--out " + out + ": should be a .npy file in a folder that is there");
      out = folder.resolve("x_feat.txt");
      refuses("", "--out " + out + ": should be a .npy file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "{}", "[1]", "{\"recipe\":{\"equimodal\":1}}"})
    void whatOthersPutBesideTheFeaturesStays(String content) {
      Path record = TinyModel.write(folder.resolve("x_feat.json"), content);
      refuses(
          "--overwrite",
          record + " is there already and does not tell of an encoding; move it away",
          "--out");
      assertThat(record).content().isEqualTo(content);
    }

    @Test
    void whatOthersCalledAsBatchesAreStays() {
      Path part = TinyModel.write(folder.resolve("x_feat.npy.part"), "mine");
      refuses("--overwrite", part + " is there already and holds no batches of an encoding");
      assertThat(part).hasContent("mine");
    }
  }
}
