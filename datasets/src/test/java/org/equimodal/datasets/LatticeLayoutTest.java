package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatticeLayoutTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeGoodDataset() throws IOException {
    Files.createDirectories(folder.resolve("5-core"));
    write("train.json", "{\"0\": [2, 0], \"2\": [1]}");
    write("val.json", "{\"0\": [1], \"2\": []}");
    write("test.json", "{\"1\": [1], \"3\": []}");
    NpyWriter.write(folder.resolve("image_feat.npy"), NpyWriter.floats(3, 2, 1, 2, 3, 4, 5, 6));
    NpyWriter.write(folder.resolve("text_feat.npy"), NpyWriter.floats(3, 1, 7, 8, 9));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve("5-core").resolve(file), text);
  }

  private Dataset read() {
    return DatasetReader.read("baby", folder, DataSettings.automatic());
  }

  @Test
  void readsTheAuthorsFiles() {
    Dataset dataset = read();
    assertThat(dataset.users()).isEqualTo(4);
    assertThat(dataset.items()).isEqualTo(3);
    assertThat(dataset.split().train())
        .isEqualTo(Interactions.of(4, 3, new int[] {0, 0, 2}, new int[] {0, 2, 1}));
    assertThat(dataset.split().validation())
        .isEqualTo(Interactions.of(4, 3, new int[] {0}, new int[] {1}));
    assertThat(dataset.split().test())
        .isEqualTo(Interactions.of(4, 3, new int[] {1}, new int[] {1}));
    assertThat(dataset.modalities()).hasToString("[visual, textual]");
    assertThat(dataset.features().get(0).row(1)).containsExactly(3, 4);
  }

  @Test
  void takesOneModalityByItsSettings() {
    Map<String, ModalitySettings> textual =
        Map.of("words", new ModalitySettings("text_feat.npy", true));
    Dataset dataset =
        DatasetReader.read(
            "baby",
            folder,
            new DataSettings(DataSettings.Layout.LATTICE, null, textual, false, null));
    assertThat(dataset.modalities()).hasToString("[words]");
    assertThat(dataset.features().get(0).isStandardized()).isTrue();
  }

  @Test
  void prefersNamedInteractions() throws IOException {
    Files.writeString(folder.resolve("mine.inter"), "userID\titemID\tx_label\n0\t2\t0\n");
    DataSettings mine =
        new DataSettings(DataSettings.Layout.AUTO, "mine.inter", Map.of(), false, null);
    assertThat(DatasetReader.readSplit("baby", folder, mine).users()).isEqualTo(1);
    DataSettings contradiction =
        new DataSettings(DataSettings.Layout.LATTICE, "mine.inter", Map.of(), false, null);
    assertRefused(
        () -> DatasetReader.readSplit("baby", folder, contradiction), "mine.inter", "data.layout");
  }

  @Test
  void refusesMissingFiles() throws IOException {
    Files.delete(folder.resolve("image_feat.npy"));
    assertRefused(this::read, "dataset baby: image_feat.npy does not exist in " + folder);
    Files.delete(folder.resolve("text_feat.npy"));
    assertRefused(
        this::read,
        "dataset baby has no features: expected image_feat.npy and text_feat.npy in "
            + folder
            + ";");
    Files.delete(folder.resolve("5-core").resolve("val.json"));
    assertRefused(this::read, "val.json does not exist", "train.json, val.json, test.json");
  }

  @Test
  void refusesDamagedFiles() throws IOException {
    write("val.json", "{\"0\": [1],\n \"2\": [3]}");
    assertRefused(this::read, "val.json, user 2: item 3 has no row in", "image_feat.npy", "3 rows");
    write("val.json", "{\"0\": [1],\n \"2\": [-3]}");
    assertRefused(this::read, "val.json, line 2: found '-3', expected an item id");
    write("val.json", "{\"0\": [\"1\"]}");
    assertRefused(this::read, "val.json, line 1: found '1', expected an item id");
    write("val.json", "{\"0\": [3000000000]}");
    assertRefused(this::read, "found '3000000000', expected an item id");
    write("val.json", "{\"u\": [1]}");
    assertRefused(this::read, "found 'u', expected a user id");
    write("val.json", "[[0, 1]]");
    assertRefused(this::read, "found '[', expected an object of users");
    write("val.json", "{\"0\": 1}");
    assertRefused(this::read, "found '1', expected the list of the user's items");
    write("val.json", "{\"0\": [1], \n");
    assertRefused(this::read, "val.json, line 2: not valid JSON");
    write("val.json", "");
    assertRefused(this::read, "found the end of the file");
    write("val.json", "{}");
    write("train.json", "{\"0\": []}");
    assertRefused(this::read, "no training interaction (of 1 in all)", "train.json");
  }
}
