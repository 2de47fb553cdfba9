package org.equimodal.trainer.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the file, what is gone on with is a beginning of what was added. */
class PartFileTest {

  private static final List<EncodedBatch> BATCHES =
      List.of(
          new EncodedBatch(Arrays.asList("no such file", "täglich"), 0, new float[0]),
          EncodedBatch.whole(2, new float[] {1, 2, 3, 4, 5, 6}),
          new EncodedBatch(Arrays.asList(null, "damaged"), 3, new float[] {7, 8, 9}),
          EncodedBatch.whole(1, new float[] {-1, 0.5f, Float.MIN_VALUE}));

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void choosePlace() {
    file = folder.resolve("x_feat.npy.part");
  }

  private static Recipe recipe(int batchSize) {
    return new Recipe("1", "abc", 7, Map.of("m.pt", "def"), "cpu()", batchSize, null, null);
  }

  private static List<String> read(PartFile part) {
    List<String> read = new ArrayList<>();
    part.read(
        (index, batch, rowsAt) -> {
          assertThat(index).isEqualTo(read.size());
          read.add(text(batch));
        });
    return read;
  }

  private static String text(EncodedBatch batch) {
    return batch.faults() + " " + batch.width() + " " + Arrays.toString(batch.values());
  }

  private static List<String> texts(int count) {
    return BATCHES.stream().limit(count).map(PartFileTest::text).toList();
  }

  private byte[] written() throws Exception {
    try (PartFile part = new PartFile(file, recipe(2), false)) {
      BATCHES.forEach(part::add);
      assertThat(part.batches()).isEqualTo(BATCHES.size());
    }
    return Files.readAllBytes(file);
  }

  @Test
  void givesBackWhatWasAdded() throws Exception {
    written();
    try (PartFile part = new PartFile(file, recipe(2), false)) {
      assertThat(part.batches()).isEqualTo(BATCHES.size());
      assertThat(read(part)).isEqualTo(texts(BATCHES.size()));
      part.delete();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void goesOnAfterBeingCutAnywhere() throws Exception {
    byte[] whole = written();
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (PartFile part = new PartFile(file, recipe(2), false)) {
        int kept = part.batches();
        assertThat(read(part)).as("cut after %d bytes", length).isEqualTo(texts(kept));
        BATCHES.subList(kept, BATCHES.size()).forEach(part::add);
      }
      assertThat(Files.readAllBytes(file)).as("cut after %d bytes", length).isEqualTo(whole);
    }
  }

  @Test
  void goesOnBeforeAnyChangedByteOfARecord() throws Exception {
    byte[] whole = written();
    int header = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    for (int place = header; place < whole.length; place++) {
      byte[] changed = whole.clone();
      changed[place] ^= 0x10;
      Files.write(file, changed);
      try (PartFile part = new PartFile(file, recipe(2), false)) {
        int kept = part.batches();
        assertThat(kept).as("byte %d changed", place).isLessThan(BATCHES.size());
        assertThat(read(part)).as("byte %d changed", place).isEqualTo(texts(kept));
      }
    }
  }

  @Test
  void refusesAnotherRecipeAndNamesWhatDiffers() throws Exception {
    byte[] whole = written();
    assertThatThrownBy(() -> new PartFile(file, recipe(3), false))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + " was begun with another batchSize; use what it was begun with, or begin anew with"
                + " --overwrite");
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    try (PartFile part = new PartFile(file, recipe(3), true)) {
      assertThat(part.batches()).isZero();
    }
  }

  @Test
  void belongsToOneProcess() {
    try (PartFile part = new PartFile(file, recipe(2), false)) {
      part.add(BATCHES.get(0));
      assertThatThrownBy(() -> new PartFile(file, recipe(2), true))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("another process is writing these features");
      assertThat(read(part)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a thesis, years of work\n", "\n", "equinox", "equimodal-features: no"})
  void aFileOfAnotherKindStays(String stranger) throws Exception {
    Files.writeString(file, stranger);
    assertThatThrownBy(() -> new PartFile(file, recipe(2), true))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + " is there already and holds no batches of an encoding; move it away, or name"
                + " another file with --out");
    assertThat(file).content().isEqualTo(stranger);
  }

  @Test
  void saysWhereItCannotBeWritten() {
    Path nowhere = folder.resolve("no/x.part");
    assertThatThrownBy(() -> new PartFile(nowhere, recipe(2), false))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("cannot write " + nowhere, "--out");
  }
}
