package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.DatasetReader;
import org.equimodal.datasets.NpyWriter;
import org.equimodal.datasets.RawIds;
import org.equimodal.trainer.config.ModalityListing;
import org.equimodal.trainer.movielens.RawMovieLens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that prepare datasets as they are published. */
class PreparePublishedCommandsTest {

  private static final int USERS = 6;
  private static final int ITEMS = 5;

  @TempDir private Path folder;

  private Path raw() {
    return folder.resolve("raw");
  }

  private Path out() {
    return folder.resolve("out");
  }

  private void gzip(String name, String text) throws IOException {
    Files.createDirectories(raw());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(raw().resolve(name)))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String item(int item) {
    return "B00000000" + item;
  }

  /** Everyone reviews everything, and user 0 item 0 a second time. */
  private static String reviews(String template) {
    StringBuilder lines = new StringBuilder();
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        lines.append(template.formatted("A" + user, item(item), 1 + item, 1373932800 + item));
      }
    }
    return lines + template.formatted("A0", item(0), 1, 1373932900);
  }

  private void writeBaby() throws IOException {
    gzip(
        "reviews_Baby_5.json.gz",
        reviews(
            "{\"reviewerID\": \"%s\", \"asin\": \"%s\", \"overall\": %d.0, \"unixReviewTime\": %d}%n"));
    gzip(
        "meta_Baby.json.gz",
        "{'asin': 'B000000000', 'title': \"Dad's &amp; mum's\", 'brand': 'Pump',"
            + " 'imUrl': 'http://ecx/0.jpg', 'categories': [['Baby', 'Feeding']]}\n"
            + "{'asin': 'B000000001', 'categories': [['Baby', 'Gear']], 'description': 'Warm'}\n"
            + "{'asin': 'B00000000X', 'title': 'nobody reviewed it'}\n");
    ByteBuffer images = ByteBuffer.allocate(3 * (10 + 4 * 4096)).order(ByteOrder.LITTLE_ENDIAN);
    for (String id : List.of(item(0), "B00000000X", item(3))) {
      images.put(id.getBytes(StandardCharsets.US_ASCII));
      for (int column = 0; column < 4096; column++) {
        images.putFloat(id.charAt(9) + column);
      }
    }
    Files.write(raw().resolve("image_features_Baby.b"), images.array());
  }

  private Dataset read() {
    return DatasetReader.read("out", out(), DataSettings.automatic());
  }

  /** What was prepared can be trained on, once texts are encoded. */
  private void assertTrains(Path dataset, int items) {
    float[] texts = ToyFolder.values(items, 3);
    NpyWriter.write(dataset.resolve("textual_feat.npy"), NpyWriter.floats(items, 3, texts));
    Invocation trained =
        Invocation.succeed(
            "train",
            "--backbone",
            "egogcn",
            "--dataset",
            dataset.toString(),
            "--method",
            "plain",
            "--epochs",
            "1",
            "--run-dir",
            folder.resolve("runs").toString());
    assertThat(trained.out()).contains("egogcn on " + dataset.getFileName(), "only textual");
  }

  @Test
  void preparesACategoryOf2014() throws IOException {
    writeBaby();
    Invocation prepared =
        Invocation.succeed(
            "prepare",
            "amazon",
            "--category",
            "baby",
            "--raw",
            raw().toString(),
            "--out",
            out().toString());
    assertThat(prepared.out()).contains("31", "30", "dataset: " + out());
    Dataset dataset = read();
    RawIds ids = dataset.rawIds().orElseThrow();
    assertThat(ids.users()).containsExactly("A0", "A1", "A2", "A3", "A4", "A5");
    assertThat(ids.items()).hasSize(ITEMS).contains(item(0), item(4));
    assertThat(dataset.modalities()).hasToString("[visual]");
    float found = dataset.features().get(0).row(ids.items().indexOf(item(3)))[0];
    float mean = dataset.features().get(0).row(ids.items().indexOf(item(2)))[0];
    assertThat(found).isEqualTo('3');
    assertThat(mean).as("the mean of items 0 and 3").isEqualTo(('0' + '3') / 2f);
    assertThat(dataset.categories().orElseThrow().names()).contains("Feeding", "Gear", "unknown");
    assertThat(Files.readString(out().resolve("items.jsonl")))
        .contains(
            "\"id\":\"B000000000\",\"title\":\"Dad's & mum's\",\"text\":\"Baby Feeding Dad's & mum's Dad's & mum's\",\"image\":\"http://ecx/0.jpg\"",
            "\"text\":\"Baby Gear Warm\"",
            "\"id\":\"B000000002\"}");
    assertThat(Files.readString(out().resolve("dataset.yaml")))
        .contains("reviews_Baby_5.json.gz", "meta_Baby.json.gz", "image_features_Baby.b")
        .contains("  reading:\n    edition: 2014\n    text: release\n");
    assertThat(prepared.out()).contains("for 2 of 5 items; the others have the mean.");
    assertTrains(out(), ITEMS);
  }

  @Test
  void preparesFilesOf2023() throws IOException {
    gzip(
        "Baby_Products.jsonl.gz",
        reviews(
            "{\"user_id\": \"%s\", \"parent_asin\": \"%s\", \"rating\": %d.0, \"timestamp\": %d123}%n"));
    gzip(
        "meta_Baby_Products.jsonl.gz",
        "{\"parent_asin\": \"B000000000\", \"title\": \"Pump\", \"store\": \"Medela\"}\n");
    Invocation.succeed(
        "prepare",
        "amazon",
        "--edition",
        "2023",
        "--reviews",
        raw().resolve("Baby_Products.jsonl.gz").toString(),
        "--metadata",
        raw().resolve("meta_Baby_Products.jsonl.gz").toString(),
        "--text",
        "paper",
        "--split",
        "leave-last-out",
        "--out",
        out().toString());
    assertThat(DatasetReader.readSplit("out", out(), DataSettings.automatic()).test().size())
        .isEqualTo(USERS);
    assertThat(Files.readString(out().resolve("items.jsonl"))).contains("\"text\":\"Pump Medela\"");
    assertTrains(out(), ITEMS);
  }

  @Test
  void preparesFilesOf2018() throws IOException {
    gzip(
        "Baby_5.json.gz",
        reviews(
            "{\"overall\": %3$d.0, \"verified\": true, \"reviewerID\": \"%1$s\", \"asin\": \"%2$s\", \"unixReviewTime\": %4$d}%n"));
    gzip(
        "meta_Baby.json.gz",
        "{\"category\": [\"Baby\", \"Feeding\"], \"description\": [\"Soft.\"], \"title\": \"Pump\", \"brand\": \"Medela\","
            + " \"imageURLHighRes\": [\"https://ecx/0.jpg\"], \"asin\": \"B000000000\"}\n");
    Invocation.succeed(
        "prepare",
        "amazon",
        "--edition",
        "2018",
        "--reviews",
        raw().resolve("Baby_5.json.gz").toString(),
        "--metadata",
        raw().resolve("meta_Baby.json.gz").toString(),
        "--out",
        out().toString());
    assertThat(Files.readString(out().resolve("items.jsonl")))
        .contains("\"text\":\"Baby Feeding Pump Pump Soft.\",\"image\":\"https://ecx/0.jpg\"");
    assertTrains(out(), ITEMS);
  }

  @Test
  void preparesFoldersOfOthers() throws IOException {
    Path mmRec = folder.resolve("toys");
    NpyWriter.write(mmRec.resolve("image_feat.npy"), NpyWriter.floats(3, 1, 1, 2, 3));
    Files.writeString(
        mmRec.resolve("toys.inter"),
        "userID\titemID\tx_label\n0\t2\t0\n0\t1\t1\n1\t0\t2\n1\t1\t0\n");
    Files.writeString(mmRec.resolve("i_id_mapping.csv"), "asin\titemID\nX\t0\nY\t1\nZ\t2\n");
    Invocation kept =
        Invocation.succeed("prepare", "mmrec", mmRec.toString(), "--out", out().toString());
    assertThat(kept.out()).contains("Features image: 1 values for 3 of 3 items.");
    Dataset dataset = read();
    RawIds ids = dataset.rawIds().orElseThrow();
    assertThat(ids.items()).containsExactlyInAnyOrder("X", "Y", "Z");
    assertThat(dataset.split().train().size()).isEqualTo(2);
    assertThat(dataset.split().train().contains(0, ids.items().indexOf("Z"))).isTrue();
    assertThat(dataset.split().test().contains(1, ids.items().indexOf("X"))).isTrue();
    assertThat(dataset.features().get(0).row(ids.items().indexOf("Z"))).containsExactly(3);
    assertTrains(out(), 3);

    Path lattice = folder.resolve("baby");
    NpyWriter.write(lattice.resolve("image_feat.npy"), NpyWriter.floats(2, 1, 7, 8));
    NpyWriter.write(lattice.resolve("text_feat.npy"), NpyWriter.floats(2, 1, 9, 10));
    Files.createDirectories(lattice.resolve("5-core"));
    Files.writeString(lattice.resolve("5-core/train.json"), "{\"0\": [1], \"1\": [0]}");
    Files.writeString(lattice.resolve("5-core/val.json"), "{\"0\": [0], \"1\": []}");
    Files.writeString(lattice.resolve("5-core/test.json"), "{\"0\": [], \"1\": [1]}");
    Path second = folder.resolve("second");
    Invocation.succeed("prepare", "lattice", lattice.toString(), "--out", second.toString());
    Dataset read = DatasetReader.read("second", second, DataSettings.automatic());
    assertThat(read.modalities()).extracting(Object::toString).contains("visual", "textual");
    assertThat(read.split().test().size()).isEqualTo(1);
    assertTrains(second, 2);
  }

  /** The source's name is that of a dataset for which settings are packed in. */
  @Test
  void whatIsStandardizedStaysSo() throws IOException {
    Path source = folder.resolve("lastfm");
    for (String modality : List.of("lyrics", "textual", "vggish")) {
      NpyWriter.write(source.resolve(modality + "_feat.npy"), NpyWriter.floats(3, 1, 1, 2, 3));
    }
    Files.writeString(
        source.resolve("lastfm.inter"),
        "userID\titemID\tx_label\n0\t2\t0\n0\t1\t1\n1\t0\t2\n1\t1\t0\n");
    Path again = folder.resolve("again");
    for (List<Path> fromTo :
        List.of(List.of(source, out()), List.of(out(), again), List.of(source, out()))) {
      Invocation prepared =
          Invocation.succeed(
              "prepare", "mmrec", "" + fromTo.get(0), "--out", "" + fromTo.get(1), "--overwrite");
      assertThat(prepared.err()).isEmpty();
      assertThat(fromTo.get(1).resolve("dataset.yaml"))
          .content()
          .contains(
              "\ndata: {modalities: {lyrics: {standardize: false}, textual: {standardize: true}, vggish: {standardize: true}}, categories: null}\n");
    }
    assertThat(Invocation.succeed("validate", again.toString()).out())
        .containsPattern("lyrics +1 +<f4 +no ")
        .containsPattern("vggish +1 +<f4 +yes ");
    new ModalityListing(again).add("spoken", "spoken_feat.npy");
    assertThat(again.resolve("dataset.yaml"))
        .content()
        .contains("{modalities: {spoken: {file: spoken_feat.npy}, lyrics: {standardize: false}, ");
  }

  @Test
  void preparesMovieLens() throws IOException {
    RawMovieLens.write(raw());
    Invocation.succeed(
        "prepare", "movielens", "--raw", raw().toString(), "--out", out().toString());
    Dataset dataset = read();
    assertThat(dataset.modalities()).hasToString("[genres]");
    assertThat(dataset.users()).isEqualTo(5);
    assertThat(Files.readString(out().resolve("items.jsonl")))
        .contains("\"text\":\"Mis\u00e9rables, Les (1995)\"");
    assertTrains(out(), dataset.items());
  }

  @Test
  void foldersOfOthersSayWhatIsDropped() {
    for (String layout : List.of("mmrec", "lattice")) {
      assertThat(Invocation.succeed("prepare", layout, "--help").out().replaceAll("\\s+", " "))
          .contains("those without an interaction are dropped");
    }
  }

  @Test
  void helpTellsTheDefaults() {
    assertThat(Invocation.succeed("prepare", "--help").out())
        .contains("The --help of each kind tells the defaults");
    assertThat(Invocation.succeed("prepare", "movielens", "--help").out().replaceAll("\\s+", " "))
        .contains(
            "rated at least X count; by default all do",
            "stays, by time: first",
            "until none has fewer: 5",
            "as the data say, else lattice",
            "for ratio and global-time: 0.8,0.1,0.1",
            "Of the split's draw: 123");
  }

  @Test
  void anArchiveThatIsThereIsCheckedAgainstItsListedHash() throws IOException {
    RawMovieLens.write(raw()); // as if it had been unpacked
    Files.writeString(raw().resolve("ml-100k.zip"), "something else");
    Files.writeString(raw().resolve("SHA256SUMS"), "0".repeat(64) + "  ml-100k.zip\n");
    assertRefused(
        "ml-100k.zip has SHA-256 ",
        "prepare",
        "movielens",
        "--raw",
        raw().toString(),
        "--out",
        out().toString());
  }

  @Test
  void metadataOfAnotherEditionIsRefusedOrWarnedOf() throws IOException {
    writeBaby();
    String[] command = {
      "prepare",
      "amazon",
      "--edition",
      "2018",
      "--reviews",
      raw().resolve("reviews_Baby_5.json.gz").toString(),
      "--metadata",
      raw().resolve("meta_Baby.json.gz").toString(),
      "--out",
      out().toString()
    };
    assertRefused(
        "meta_Baby.json.gz, line 1: the product has categories as a list of paths, as in the 2014 edition, not in that of 2018; get the file of 2018, or give --edition 2014",
        command);
    gzip("meta_Baby.json.gz", "{'asin': 'B000000000', 'title': 'Pump'}\n");
    assertThat(Invocation.succeed(command).errorLines())
        .singleElement()
        .asString()
        .startsWith("WARN: none of the 1 items found in ")
        .contains(
            " has a category: the 2018 edition has it in the field category; check --edition");
  }

  private void assertRefused(String part, String... arguments) {
    Invocation invocation = Invocation.of(arguments);
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.errorLines()).singleElement().asString().contains("error: ", part);
    assertThat(out()).doesNotExist();
  }

  @Test
  void refusesWhatIsMissingOrContradictsItself() throws IOException {
    String out = out().toString();
    String raw = raw().toString();
    assertRefused(
        "raw lacks reviews_Beauty_5.json.gz (https://snap.stanford.edu/data/amazon/productGraph/categoryFiles/reviews_Beauty_5.json.gz)",
        "prepare",
        "amazon",
        "--category",
        "beauty",
        "--raw",
        raw,
        "--out",
        out);
    assertRefused("give either --category", "prepare", "amazon", "--out", out);
    assertRefused(
        "--category names files of the 2014 edition",
        "prepare",
        "amazon",
        "--category",
        "baby",
        "--edition",
        "2018",
        "--out",
        out);
    assertRefused(
        "there is no edition 2019", "prepare", "amazon", "--edition", "2019", "--out", out);
    assertRefused("toys does not exist", "prepare", "mmrec", raw + "/toys", "--out", out);
    assertRefused("toys does not exist", "prepare", "lattice", raw + "/toys", "--out", out);
    assertRefused(
        "raw lacks u.data, u.item, u.user, and ml-100k.zip which holds all",
        "prepare",
        "movielens",
        "--raw",
        raw,
        "--out",
        out);
    writeBaby();
    gzip("meta_Baby.json.gz", "{'asin': 'A'}\n");
    assertRefused(
        "meta_Baby.json.gz describes none of the 5 items that remain",
        "prepare",
        "amazon",
        "--category",
        "baby",
        "--raw",
        raw,
        "--out",
        out);
    assertRefused(
        "nowhere.json.gz does not exist",
        "prepare",
        "amazon",
        "--reviews",
        raw().resolve("meta_Baby.json.gz").toString(), // no reviews, but not read
        "--metadata",
        raw().resolve("nowhere.json.gz").toString(),
        "--out",
        out);
    Files.writeString(raw().resolve("meta_Baby.json.gz"), "{'asin': 'A'}\n{'asin': \n");
    assertRefused(
        "meta_Baby.json.gz, line 2, column 9: found the end of the line",
        "prepare",
        "amazon",
        "--category",
        "baby",
        "--raw",
        raw,
        "--out",
        out);
  }
}
