package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MmRecLayoutTest {
  private static final String HEADER = "userID\titemID\tx_label\n";
  private static final String GOOD = HEADER + "0\t0\t0\n0\t1\t1\n1\t2\t0\n2\t1\t2\n";

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void writeGoodDataset() throws IOException {
    folder = Files.createDirectories(temporary.resolve("tiny"));
    write("tiny.inter", GOOD);
    NpyWriter.write(folder.resolve("visual_feat.npy"), NpyWriter.floats(3, 2, 1, 2, 3, 4, 5, 6));
    NpyWriter.write(folder.resolve("acoustic_feat.npy"), NpyWriter.floats(3, 1, 7, 8, 9));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private Dataset read() {
    return read(DataSettings.automatic());
  }

  private Dataset read(DataSettings settings) {
    return DatasetReader.read("tiny", folder, settings);
  }

  private void assertInteractionsRefused(String text, String... parts) throws IOException {
    write("tiny.inter", text);
    assertRefused(this::read, parts);
  }

  @Test
  void readsInteractionsAndFeatures() {
    Dataset dataset = read();
    assertThat(dataset.name()).isEqualTo("tiny");
    assertThat(dataset.users()).isEqualTo(3);
    assertThat(dataset.items()).isEqualTo(3);
    assertThat(dataset.split().train())
        .isEqualTo(Interactions.of(3, 3, new int[] {0, 1}, new int[] {0, 2}));
    assertThat(dataset.split().validation())
        .isEqualTo(Interactions.of(3, 3, new int[] {0}, new int[] {1}));
    assertThat(dataset.split().test())
        .isEqualTo(Interactions.of(3, 3, new int[] {2}, new int[] {1}));
    assertThat(dataset.modalities())
        .containsExactly(new Modality(0, "acoustic"), new Modality(1, "visual"));
    assertThat(dataset.modalities()).hasToString("[acoustic, visual]");
    assertThat(dataset.features().get(1).row(2)).containsExactly(5, 6);
    assertThat(dataset.categories()).isEmpty();
    assertThat(dataset.rawIds()).isEmpty();
    assertThat(DatasetReader.readSplit("tiny", folder, DataSettings.automatic()))
        .isEqualTo(dataset.split());
  }

  @Test
  void findsColumnsByNameAndTakesEveryLineEnding() throws IOException {
    Split expected = read().split();
    for (String text :
        new String[] {
          GOOD.strip(),
          GOOD.replace("\n", "\r\n"),
          GOOD + "\n",
          GOOD.replace("\n", "\r\n") + "\r\n\r\n",
          "\uFEFF" + GOOD,
          "x_label\trating\titemID\tuserID\n0\t5.0\t0\t0\n1\t\t1\t0\n0\tx\t2\t1\n2\t1\t1\t2\n",
          "userID\titemID\tx_label\ttime\n0\t0\t0\t9\n0\t1\t1\n1\t2\t0\t\t\n2\t1\t2\t9",
        }) {
      write("tiny.inter", text);
      assertThat(read().split()).as(text).isEqualTo(expected);
    }
  }

  @Test
  void readsFilesLongerThanItsBuffer() throws IOException {
    long seed = 11;
    RandomGenerator random = Seeds.generator(seed, "inter-test");
    int lines = 200_000;
    StringBuilder text = new StringBuilder(HEADER);
    int[] users = random.ints(lines, 0, 30_000).toArray();
    int[] items = random.ints(lines, 0, 20_000).toArray();
    users[lines - 1] = 29_999;
    items[lines - 1] = 19_999;
    for (int k = 0; k < lines; k++) {
      text.append(users[k]).append('\t').append(items[k]).append("\t0\n");
    }
    write("tiny.inter", text.toString());
    Split split = DatasetReader.readSplit("tiny", folder, DataSettings.automatic());
    assertThat(split.train())
        .as("seed %d", seed)
        .isEqualTo(Interactions.of(30_000, 20_000, users, items));
  }

  @Test
  void followsTheSettings() throws IOException {
    Files.move(folder.resolve("tiny.inter"), folder.resolve("mine.inter"));
    write("other.inter", HEADER);
    Files.move(folder.resolve("visual_feat.npy"), folder.resolve("v.npy"));
    write("genres.tsv", "itemID\tcategory\n1\trock\n");
    Map<String, ModalitySettings> modalities = new LinkedHashMap<>();
    modalities.put("visual", new ModalitySettings("v.npy", false));
    modalities.put("acoustic", null);
    Dataset dataset =
        read(
            new DataSettings(
                DataSettings.Layout.MMREC, "mine.inter", modalities, true, "genres.tsv"));
    assertThat(dataset.modalities()).hasToString("[visual, acoustic]");
    assertThat(dataset.features())
        .extracting(ItemFeatures::isStandardized)
        .containsExactly(false, true);
    Categories categories = dataset.categories().orElseThrow();
    assertThat(categories.names()).containsExactly("rock", "unknown");
    assertThat(categories.ofItem()).containsExactly(1, 0, 1);
  }

  @Test
  void readsCategoriesAndNames() throws IOException {
    write("categories.tsv", "category\titemID\nrock\t2\njazz\t0\nrock\t1\n");
    write("items.tsv", "itemID\tname\n0\t\"Weird Al\" Yankovic\n2\t\"The \"\"Band\"\"\"\n");
    Dataset dataset = read();
    Categories categories = dataset.categories().orElseThrow();
    assertThat(categories.names()).containsExactly("jazz", "rock");
    assertThat(categories.ofItem()).containsExactly(0, 1, 1);
    assertThat(categories.count()).isEqualTo(2);
    RawIds rawIds = dataset.rawIds().orElseThrow();
    assertThat(rawIds.items()).containsExactly("\"Weird Al\" Yankovic", "1", "The \"Band\"");
    assertThat(rawIds.users()).containsExactly("0", "1", "2");
    write("users.tsv", "userID\tname\r\n2\tA30TL5EWN6DFXT\r\n");
    assertThat(read().rawIds().orElseThrow().users()).containsExactly("0", "1", "A30TL5EWN6DFXT");
  }

  @Test
  void refusesDamagedTables() throws IOException {
    write("categories.tsv", "item\tcategory\n");
    assertRefused(this::read, "categories.tsv, line 1", "no column itemID", "item, category");
    write("categories.tsv", "itemID\tcategory\n0\trock\n3\trock\n");
    assertRefused(this::read, "categories.tsv, line 3", "itemID '3'", "from 0 to 2");
    write("categories.tsv", "itemID\tcategory\n0\trock\n0\tjazz\n");
    assertRefused(this::read, "categories.tsv, line 3", "second time");
    write("categories.tsv", "itemID\tcategory\n0\n");
    assertRefused(this::read, "categories.tsv, line 2", "cut short");
    write("categories.tsv", "");
    assertRefused(this::read, "categories.tsv is empty");
    DataSettings settings = new DataSettings(null, null, null, false, "genres.tsv");
    assertRefused(() -> read(settings), "genres.tsv does not exist", "data.categories");
  }

  @Test
  void refusesMissingFoldersAndFiles() throws IOException {
    Path absent = temporary.resolve("absent");
    assertRefused(
        () -> DatasetReader.read("absent", absent, DataSettings.automatic()),
        "folder " + absent + " does not exist");
    assertRefused(
        () -> DatasetReader.read("tiny", folder.resolve("tiny.inter"), DataSettings.automatic()),
        "is not a folder");
    DataSettings named =
        new DataSettings(DataSettings.Layout.AUTO, "mine.inter", Map.of(), false, null);
    assertRefused(() -> read(named), "mine.inter does not exist", "data.interactions");
    write("second.inter", GOOD);
    assertThat(read().users()).isEqualTo(3);
    Files.delete(folder.resolve("second.inter"));
    assertThat(DatasetReader.read("renamed", folder, DataSettings.automatic()).users())
        .isEqualTo(3);
    write("second.inter", GOOD);
    assertRefused(
        () -> DatasetReader.read("renamed", folder, DataSettings.automatic()),
        "several .inter files",
        "second.inter, tiny.inter",
        "data.interactions");
    Files.delete(folder.resolve("tiny.inter"));
    Files.delete(folder.resolve("second.inter"));
    assertRefused(
        this::read, "dataset tiny has no interactions", "expected tiny.inter", folder.toString());
  }

  @Test
  void refusesEmptyAndTruncatedInteractions() throws IOException {
    assertInteractionsRefused("", "tiny.inter is empty", "userID, itemID, x_label");
    assertInteractionsRefused(HEADER, "tiny.inter has no training interaction (of 0 in all)");
    assertInteractionsRefused(HEADER + "0\t2\t1\n", "no training interaction (of 1 in all)");
    assertInteractionsRefused(GOOD + "2\t0", "tiny.inter, line 6 is cut short", "'2 0'");
    assertInteractionsRefused(GOOD + "2\t", "tiny.inter, line 6: itemID '' is missing");
    assertInteractionsRefused(HEADER + "0\t0\t0\n\n0\t1\t0\n", "tiny.inter, line 3 is empty");
    assertInteractionsRefused(
        "userID\titem\tx_label\n0\t0\t0\n", "line 1", "no column itemID", "userID, item, x_label");
    assertInteractionsRefused("0\t0\t0\n", "line 1", "no column userID");
    assertInteractionsRefused("x".repeat(1 << 21), "line 1 is longer than");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 0, userID '-1' is negative",
    "0, -5, 0, itemID '-5' is negative",
    "a, 0, 0, userID 'a' is not a whole number",
    "0, 1.5, 0, itemID '1.5' is not a whole number",
    "0, 2147483647, 0, itemID '2147483647' is too large",
    "99999999999999999999999, 0, 0, is too large",
    "0, 0, 3, 'x_label is 3; expected 0 (train), 1 (validation) or 2 (test)'",
    "0, 0, -1, x_label '-1' is negative",
    "0, 0, train, x_label 'train' is not a whole number",
  })
  void refusesBadNumbers(String user, String item, String label, String part) throws IOException {
    assertInteractionsRefused(
        GOOD + user + "\t" + item + "\t" + label + "\n", "tiny.inter, line 6", part, "expected");
  }

  @Test
  void refusesIdsThatAreNotDense() throws IOException {
    assertInteractionsRefused(
        GOOD + "2000000000\t0\t0\n", "user id 2000000000", "dense", "renumber");
    assertInteractionsRefused(GOOD + "0\t2000000000\t0\n", "item id 2000000000", "dense");
  }

  @Test
  void refusesFeaturesThatDoNotFit() throws IOException {
    assertInteractionsRefused(
        GOOD + "0\t3\t0\n",
        "tiny.inter, line 6: item 3 has no row in",
        "acoustic_feat.npy",
        "3 rows");
    write("tiny.inter", GOOD.replace("1\t2\t0\n", "1\t1\t0\n"));
    assertRefused(this::read, "acoustic_feat.npy has 3 rows", "2 items, 0 to 1", "surplus");
    NpyWriter.write(folder.resolve("visual_feat.npy"), NpyWriter.floats(2, 1, 1, 2));
    assertRefused(this::read, "acoustic_feat.npy has 3 rows but", "visual_feat.npy has 2");
  }

  @Test
  void refusesMissingFeatures() throws IOException {
    DataSettings settings =
        new DataSettings(
            DataSettings.Layout.AUTO,
            null,
            new LinkedHashMap<>(Map.of("acoustic", new ModalitySettings("a.npy", null))),
            false,
            null);
    assertRefused(
        () -> read(settings), "dataset tiny has no features: expected a.npy in " + folder);
    Map<String, ModalitySettings> both = new LinkedHashMap<>();
    both.put("visual", new ModalitySettings(null, null));
    both.put("textual", new ModalitySettings(null, null));
    DataSettings two = new DataSettings(null, null, both, false, null);
    assertRefused(
        () -> read(two), "textual_feat.npy does not exist in " + folder, "data.modalities");
    Files.delete(folder.resolve("visual_feat.npy"));
    Files.delete(folder.resolve("acoustic_feat.npy"));
    assertRefused(
        () -> read(two),
        "dataset tiny has no features: expected visual_feat.npy and textual_feat.npy in " + folder,
        "row i is item i");
    assertRefused(
        this::read, "dataset tiny has no features", "<modality>_feat.npy", folder.toString());
    assertRefused(() -> new Modality(0, "a+b"), "modality name 'a+b'", "letters");
  }

  @Test
  void warnsOfRepeatedInteractions() throws IOException {
    write("tiny.inter", GOOD + "0\t0\t0\n0\t1\t2\n2\t1\t0\n");
    try (WarningRecorder recorder = new WarningRecorder(DatasetReader.class)) {
      assertThat(read().split().train().size()).isEqualTo(3);
      assertThat(recorder.warnings()).hasSize(2);
      assertThat(recorder.warnings().get(0)).contains("tiny.inter: dropped 1 interactions");
      assertThat(recorder.warnings().get(1))
          .contains("2 interactions stand in more than one of train");
    }
  }
}
