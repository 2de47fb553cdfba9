package org.equimodal.datasets.preparation.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.IdTable;
import org.equimodal.datasets.ModalitySettings;
import org.equimodal.datasets.NpyWriter;
import org.equimodal.datasets.preparation.FeatureSource;
import org.equimodal.datasets.preparation.InteractionSink;
import org.equimodal.datasets.preparation.ItemFacts;
import org.equimodal.datasets.preparation.PreparedData;
import org.equimodal.datasets.preparation.SplitSource;
import org.equimodal.datasets.preparation.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedFolderTest {
  private static final String HEADER = "userID\titemID\trating\ttimestamp\tx_label\n";

  @TempDir private Path folder;

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void npy(String file, float... values) {
    NpyWriter.write(folder.resolve(file), NpyWriter.floats(values.length / 2, 2, values));
  }

  private static InteractionSink sink(String part, List<String> read) {
    return (user, item, rating, timestamp) ->
        read.add(
            "%s %s %s %s %s"
                .formatted(
                    part,
                    user,
                    item,
                    rating,
                    timestamp == InteractionSink.NO_TIME
                        ? "-"
                        : String.format(Locale.ROOT, "%.1f", timestamp)));
  }

  private static List<String> read(PreparedData data) {
    List<String> read = new ArrayList<>();
    try {
      ((SplitSource) data.interactions())
          .read(sink("train", read), sink("validation", read), sink("test", read));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return read;
  }

  private static List<String> rows(FeatureSource source) throws IOException {
    List<String> rows = new ArrayList<>();
    source.read((item, row) -> rows.add(item + " " + row[0] + " " + row[1]));
    return rows;
  }

  private PreparedData mmRec() {
    return mmRec(DataSettings.automatic());
  }

  private PreparedData mmRec(DataSettings settings) {
    return PreparedFolder.mmRec("mine", folder, settings);
  }

  private void writeMmRec() throws IOException {
    write(
        "baby.inter",
        HEADER + "0\t1\t5.0\t1373932800\t0\n1\t0\t4.0\t1373932801.5\t1\n0\t0\t1.5\t7\t2\n");
    npy("image_feat.npy", 1, 2, 3, 4);
    npy("text_feat.npy", 5, 6, 7, 8);
  }

  @Test
  void readsFoldersOfMmRec() throws IOException {
    writeMmRec();
    PreparedData data = mmRec();
    assertThat(data.name()).isEqualTo("mine");
    assertThat(read(data))
        .containsExactly(
            "train 0 1 5.0 1373932800.0", "validation 1 0 4.0 1373932801.5", "test 0 0 1.5 7.0");
    List<FeatureSource> features = data.content().orElseThrow().features();
    assertThat(features).extracting(FeatureSource::modality).containsExactly("image", "text");
    assertThat(features.get(1).width()).isEqualTo(2);
    assertThat(rows(features.get(1))).containsExactly("0 5.0 6.0", "1 7.0 8.0");
    assertThat(data.interactions().files()).containsExactly(folder.resolve("baby.inter"));
    assertThat(data.content().orElseThrow().files())
        .containsExactly(folder.resolve("image_feat.npy"), folder.resolve("text_feat.npy"));
  }

  @Test
  void standardizesWhatTrainingStandardizesThere() throws IOException {
    writeMmRec();
    Map<String, ModalitySettings> modalities =
        Map.of(
            "visual", new ModalitySettings("image_feat.npy", null),
            "textual", new ModalitySettings("text_feat.npy", false));
    DataSettings settings =
        new DataSettings(DataSettings.Layout.AUTO, null, modalities, true, null);
    assertThat(mmRec(settings).content().orElseThrow().features())
        .extracting(FeatureSource::modality, FeatureSource::standardize)
        .containsExactly(tuple("image", true), tuple("text", false));
    assertThat(mmRec().content().orElseThrow().features())
        .extracting(FeatureSource::standardize)
        .containsOnly(false);
  }

  @Test
  void givesBackRawIdsAndCategories() throws IOException {
    writeMmRec();
    write("i_id_mapping.csv", "asin\titemID\nB000\t0\nB001\t1\n");
    write("u_id_mapping.csv", "user_id\tuserID\nA0\t0\nA1\t1\n");
    write("categories.tsv", "note\titemID\tcategory\nnew\t1\tPumps\n");
    PreparedData data = mmRec();
    assertThat(read(data)).contains("train A0 B001 5.0 1373932800.0", "test A0 B000 1.5 7.0");
    assertThat(rows(data.content().orElseThrow().features().get(0)))
        .containsExactly("B000 1.0 2.0", "B001 3.0 4.0");
    assertThat(Told.of(data.content().orElseThrow(), Set.of("B000", "B001")))
        .isEqualTo(Map.of("B001", known(null, null, "Pumps", null)));
    assertThat(Told.of(data.content().orElseThrow(), Set.of("B000"))).isEmpty();
    assertThat(data.interactions().files())
        .contains(folder.resolve("i_id_mapping.csv"), folder.resolve("u_id_mapping.csv"));
  }

  private static ItemFacts known(String title, String text, String category, String image) {
    return new ItemFacts(
        Optional.ofNullable(title),
        Optional.ofNullable(text),
        Optional.ofNullable(category),
        Optional.ofNullable(image));
  }

  @Test
  void givesBackWhatADatasetOfOurOwnSaysOfItsItems() throws IOException {
    writeMmRec();
    write("items.tsv", "itemID\tname\n0\tB000\n1\tB001\n");
    write("categories.tsv", "itemID\tcategory\n1\tPumps\n");
    write(
        "items.jsonl",
        """
        {"item":0,"id":"B000","image":"http://x/0.jpg"}
        {"item":1,"id":"B001","title":"Pump","text":"A pump","image":"images/1.jpg"}
        """);
    PreparedData data = mmRec();
    String file = folder.toAbsolutePath().resolve("images/1.jpg").toString();
    assertThat(Told.of(data.content().orElseThrow(), Set.of("B000", "B001")))
        .isEqualTo(
            Map.of(
                "B000",
                known(null, null, null, "http://x/0.jpg"),
                "B001",
                known("Pump", "A pump", "Pumps", file)));
    assertThat(data.content().orElseThrow().files()).contains(folder.resolve("items.jsonl"));
    write(
        "items.jsonl",
        "{\"item\":0,\"id\":\"B000\",\"image\":\" \"}\n{\"item\":1,\"id\":\"B001\",\"image\":\"\\u0000\"}\n");
    assertRefused(
        () -> Told.of(data.content().orElseThrow(), Set.of("B000")),
        folder.resolve("items.jsonl") + ": the image of item 1 is '",
        "which can be no file");
  }

  @Test
  void takesRatingsAndTimesForUnknownWhereTheyAreNot() throws IOException {
    write("baby.inter", "x_label\titemID\tuserID\n0\t3\t9\n");
    assertThat(read(mmRec())).containsExactly("train 9 3 NaN -");
  }

  private void assertRowRefused(String row, String... parts) throws IOException {
    write("baby.inter", HEADER + "0\t1\t5.0\t1\t0\n" + row + "\n");
    assertRefused(() -> read(mmRec()), parts);
  }

  @Test
  void refusesDamagedFoldersOfMmRec() throws IOException {
    String where = folder.resolve("baby.inter") + ", line 3";
    assertRowRefused("0\t1\t5.0\t1\t3", where + ": x_label is '3', expected 0, 1 or 2");
    assertRowRefused("0\t1\tgood\t1\t0", where + ": rating is 'good', expected a number");
    assertRowRefused("0\t1\tNaN\t1\t0", where + ": rating is 'NaN', expected a number");
    assertRowRefused("0\t1\t5d\t1\t0", where + ": rating is '5d', expected a number");
    assertRowRefused("0\t1\t5\t0x1p3\t0", where + ": timestamp is '0x1p3', expected a number");
    assertRowRefused("0\t1\t5\tsoon\t0", where + ": timestamp is 'soon', expected a number");
    assertRowRefused("\t1\t5\t1\t0", where + ": userID is '', expected an id");
    assertRowRefused("0\t1\t5", where + " has 3 columns, the header has 5");
    write("baby.inter", "userID\titem\n0\t1\n");
    assertRefused(
        () -> read(mmRec()), "line 1: the header has no itemID and no x_label, only userID, item");
    write("baby.inter", "");
    assertRefused(() -> read(mmRec()), "baby.inter is empty");
    Files.delete(folder.resolve("baby.inter"));
    assertRefused(this::mmRec, "has no interactions");
    assertRefused(
        () -> PreparedFolder.mmRec("mine", folder.resolve("nowhere"), DataSettings.automatic()),
        "nowhere does not exist");
  }

  @Test
  void refusesDamagedTablesOfIds() throws IOException {
    writeMmRec();
    write("i_id_mapping.csv", "asin\titemID\nB000\t0\nB000\t1\n");
    assertRefused(this::mmRec, "gives items ", " the same name, B000");
    write("i_id_mapping.csv", "asin\titemID\nB000\t0\nB001\t0\n");
    assertRefused(this::mmRec, "i_id_mapping.csv, line 3: id 0 is listed a second time");
    write("i_id_mapping.csv", "asin\titem\nB000\t0\n");
    assertRefused(this::mmRec, "line 1: the header has no column itemID, only asin, item");
    write("i_id_mapping.csv", "asin\titemID\nB000\t1\n");
    assertRefused(() -> read(mmRec()), "i_id_mapping.csv gives id 0 no name; complete it");
    write("i_id_mapping.csv", "asin\titemID\nB000\n");
    assertRefused(this::mmRec, "i_id_mapping.csv, line 2 has too few columns");
  }

  @Test
  void refusesFeaturesThatDoNotFitTheItems() throws IOException {
    writeMmRec();
    npy("text_feat.npy", 5, 6);
    assertRefused(this::mmRec, "image_feat.npy has 2 rows but ", "text_feat.npy has 1");
    npy("text_feat.npy", 5, 6, 7, 8, 9, 10);
    npy("image_feat.npy", 5, 6, 7, 8, 9, 10);
    assertRefused(this::mmRec, "has 3 rows but the interactions name 2 items", "row i is item i");
    npy("text_feat.npy", 5, 6);
    npy("image_feat.npy", 5, 6);
    assertRefused(this::mmRec, "baby.inter, line 2: item 1 has no row in ", "which has 1 rows");
    writeLattice();
    npy("image_feat.npy", 1, 2, 3, 4);
    Files.delete(folder.resolve("text_feat.npy"));
    assertRefused(this::lattice, "item 2 has no row in ", "image_feat.npy, which has 2 rows");
  }

  @Test
  void readsQuotationMarksOfOurOwnTables() throws IOException {
    writeMmRec();
    List<String> names = List.of("\"q\"", "say \"B\"", "\"foo", "\"Weird Al\" Yankovic");
    for (List<String> users : List.of(names.subList(0, 2), names.subList(2, 4))) {
      StringBuilder table = new StringBuilder();
      IdTable.write(table, "userID", "name", users);
      write("users.tsv", table.toString());
      assertThat(read(mmRec()))
          .contains(
              "train " + users.get(0) + " 1 5.0 1373932800.0",
              "validation " + users.get(1) + " 0 4.0 1373932801.5");
    }
  }

  private PreparedData lattice() {
    return PreparedFolder.lattice("mine", folder, DataSettings.automatic());
  }

  private void writeLattice() throws IOException {
    write("5-core/train.json", "{\"0\": [1, 0], \"1\": [1]}");
    write("5-core/val.json", "{\"0\": [], \"1\": [0]}");
    write("5-core/test.json", "{\"0\": [2], \"1\": []}");
    npy("image_feat.npy", 1, 2, 3, 4, 5, 6);
  }

  @Test
  void readsFoldersOfLattice() throws IOException {
    writeLattice();
    assertThat(read(lattice()))
        .containsExactly(
            "train 0 0 NaN -",
            "train 0 1 NaN -",
            "train 1 1 NaN -",
            "validation 1 0 NaN -",
            "test 0 2 NaN -");
    write("5-core/item_list.txt", "B000\t0\nB001\t1\nB002\t2\n");
    write("5-core/user_list.txt", "A0\t0\nA1\t1\n");
    write("5-core/raw_text.txt", " Baby pump\r\n\n Baby\u0085spoon \n");
    PreparedData data = lattice();
    assertThat(read(data)).contains("train A0 B001 NaN -", "test A0 B002 NaN -");
    List<FeatureSource> features = data.content().orElseThrow().features();
    assertThat(features).as("there is no text_feat.npy").hasSize(1);
    assertThat(features.get(0).modality()).isEqualTo("visual");
    assertThat(rows(features.get(0)))
        .containsExactly("B000 1.0 2.0", "B001 3.0 4.0", "B002 5.0 6.0");
    Map<String, ItemFacts> facts =
        Told.of(data.content().orElseThrow(), Set.of("B000", "B001", "B002"));
    assertThat(facts.keySet()).containsExactlyInAnyOrder("B000", "B002");
    assertThat(facts.get("B000").text()).contains("Baby pump");
    assertThat(facts.get("B002").text()).contains("Baby\u0085spoon");
    Files.write(folder.resolve("5-core/raw_text.txt"), new byte[] {'a', '\n', (byte) 0xE4});
    assertRefused(
        () -> Told.of(data.content().orElseThrow(), Set.of()),
        folder.resolve("5-core/raw_text.txt") + ", after line ",
        ": not UTF-8 text");
    assertThat(data.interactions().files())
        .containsExactly(
            folder.resolve("5-core/train.json"),
            folder.resolve("5-core/val.json"),
            folder.resolve("5-core/test.json"),
            folder.resolve("5-core/user_list.txt"),
            folder.resolve("5-core/item_list.txt"));
  }

  @Test
  void refusesDamagedFoldersOfLattice() throws IOException {
    writeLattice();
    write("5-core/val.json", "{\"0\": [");
    assertRefused(() -> read(lattice()), "val.json, line 1: not valid JSON");
    Files.delete(folder.resolve("5-core/val.json"));
    assertRefused(() -> read(lattice()), "val.json does not exist");
    write("5-core/item_list.txt", "B000 0\n");
    assertRefused(this::lattice, "item_list.txt, line 1 has too few columns");
  }
}
