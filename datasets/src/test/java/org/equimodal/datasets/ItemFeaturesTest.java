package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemFeaturesTest {
  private static final Modality VISUAL = new Modality(0, "visual");

  @TempDir private Path folder;

  private Path file(byte[] bytes) {
    return NpyWriter.write(folder.resolve("visual_feat.npy"), bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "1,<f2,false", "1,<f2,true", "1,>f2,false", "2,>f2,true",
    "1,<f4,false", "3,<f4,true", "2,>f4,false", "1,>f4,true",
    "1,<f8,false", "1,<f8,true", "3,>f8,false", "2,>f8,true",
  })
  void readsEveryTypeOrderAndVersionInBlocks(int version, String descr, boolean fortran) {
    long seed = 5;
    RandomGenerator random = Seeds.generator(seed, "item-features-test");
    int rows = 23;
    int columns = 37;
    double[] values =
        random.ints((long) rows * columns, -1024, 1025).mapToDouble(k -> k / 64.0).toArray();
    byte[] bytes = NpyWriter.bytes(version, descr, fortran, new int[] {rows, columns}, values);
    for (int blockValues : new int[] {37, 100, 37 * 23, 1 << 20}) {
      ItemFeatures features = ItemFeatures.read(VISUAL, file(bytes), false, blockValues);
      String replay = "seed " + seed + ", blocks of " + blockValues;
      assertThat(features.rows()).as(replay).isEqualTo(rows);
      assertThat(features.columns()).as(replay).isEqualTo(columns);
      int seen = 0;
      for (int b = 0; b < features.blocks(); b++) {
        assertThat(features.blockStart(b)).as(replay).isEqualTo(seen / columns);
        assertThat(features.block(b).length).as(replay).isLessThanOrEqualTo(blockValues);
        for (float value : features.block(b)) {
          assertThat((double) value).as(replay).isEqualTo(values[seen++]);
        }
      }
      assertThat(seen).as(replay).isEqualTo(values.length);
      assertThat((double) features.row(22)[36]).as(replay).isEqualTo(values[values.length - 1]);
      assertThat(features.sha256())
          .as(replay)
          .isEqualTo(new Sha256().add(ByteBuffer.wrap(bytes)).hex());
    }
  }

  @Test
  void standardizesColumns() {
    ItemFeatures raw =
        ItemFeatures.of(VISUAL, new float[][] {{1, 0.1f, 10}, {3, 0.1f, 10}, {5, 0.1f, 40}});
    ItemFeatures standardized = raw.standardized();
    float unit = (float) (2 / Math.sqrt(8 / 3.0));
    assertThat(standardized.row(0))
        .containsExactly(new float[] {-unit, 0, (float) -Math.sqrt(0.5)}, within(1e-6f));
    assertThat(standardized.row(1))
        .containsExactly(new float[] {0, 0, (float) -Math.sqrt(0.5)}, within(1e-6f));
    assertThat(standardized.row(2))
        .containsExactly(new float[] {unit, 0, (float) Math.sqrt(2)}, within(1e-6f));
    assertThat(standardized.meanRow()).containsExactly(new float[3], within(1e-6f));
    assertThat(standardized.isStandardized()).isTrue();
    assertThat(standardized.standardized()).isSameAs(standardized);
    assertThat(standardized.sha256()).isEqualTo(raw.sha256());
    assertThat(raw.isStandardized()).isFalse();
    assertThat(raw.row(0)).containsExactly(1, 0.1f, 10);
    assertThat(raw.meanRow()).containsExactly(3, 0.1f, 20);
  }

  @Test
  void standardizesWhileReadingAsAfterwards() {
    Path file = file(NpyWriter.floats(3, 2, 1, 2, 3, 4, 8, 16));
    ItemFeatures read = ItemFeatures.read(VISUAL, file, true, 4);
    ItemFeatures after = ItemFeatures.read(VISUAL, file, false).standardized();
    for (int row = 0; row < 3; row++) {
      assertThat(read.row(row)).containsExactly(after.row(row));
    }
    assertThat(read.blocks()).isEqualTo(2);
    assertThat(read.isStandardized()).isTrue();
  }

  @Test
  void keepsItsOwnCopyOfGeneratedValues() {
    float[] values = {1, 2, 3, 4};
    ItemFeatures flat = ItemFeatures.of(VISUAL, 2, 2, values);
    ItemFeatures nested = ItemFeatures.of(VISUAL, new float[][] {{1, 2}, {3, 4}});
    values[0] = 9;
    flat.row(0)[0] = 9;
    assertThat(flat.row(0)).containsExactly(1, 2);
    assertThat(flat.sha256()).isEqualTo(nested.sha256()).hasSize(64);
    assertThat(ItemFeatures.of(VISUAL, 1, 4, new float[] {1, 2, 3, 4}).sha256())
        .isNotEqualTo(flat.sha256());
    assertThatThrownBy(() -> ItemFeatures.of(VISUAL, 2, 3, values))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ItemFeatures.of(VISUAL, new float[][] {{1}, {1, 2}}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ItemFeatures.of(VISUAL, new float[0][]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> flat.row(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesWhatIsNoMatrixOfNumbers() {
    byte[] line = NpyWriter.bytes(1, "<f4", false, new int[] {3}, new double[3]);
    assertRefused(
        () -> ItemFeatures.read(VISUAL, file(line), false),
        "visual_feat.npy has shape (3,)",
        "two dimensions");
    byte[] none = NpyWriter.bytes(1, "<f4", false, new int[] {0, 4}, new double[0]);
    assertRefused(
        () -> ItemFeatures.read(VISUAL, file(none), false), "shape (0, 4)", "at least one");
    byte[] integers = NpyWriter.bytes(1, "<i8", false, new int[] {1, 1}, new double[1]);
    assertRefused(
        () -> ItemFeatures.read(VISUAL, file(integers), false),
        "dtype <i8",
        "f2, f4 or f8",
        "astype");
    byte[] objects =
        NpyWriter.header(1, "{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }");
    assertRefused(
        () -> ItemFeatures.read(VISUAL, file(objects), false), "pickled Python objects", "float32");
    byte[] good = NpyWriter.floats(2, 2, 1, 2, 3, 4);
    byte[] cut = Arrays.copyOf(good, good.length - 1);
    assertRefused(
        () -> ItemFeatures.read(VISUAL, file(cut), false),
        "visual_feat.npy is cut short",
        "needs 16 bytes",
        "has 15");
    byte[] longer = Arrays.copyOf(good, good.length + 2);
    assertRefused(
        () -> ItemFeatures.read(VISUAL, file(longer), false), "has bytes after its end", "has 18");
    assertRefused(() -> ItemFeatures.read(VISUAL, file(good), false, 1), "2 columns", "reduce");
    byte[] text = "userID\titemID".getBytes(StandardCharsets.US_ASCII);
    assertRefused(
        () -> ItemFeatures.read(VISUAL, file(text), false), "visual_feat.npy is not a .npy file");
    assertRefused(
        () -> ItemFeatures.read(VISUAL, folder.resolve("absent.npy"), false),
        "cannot read",
        "absent.npy");
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    byte[] nan = NpyWriter.floats(3, 2, 1, 2, 3, Float.NaN, 5, 6);
    assertRefused(
        () -> ItemFeatures.read(VISUAL, file(nan), true),
        "visual_feat.npy, row 1, column 1 (from 0) is NaN",
        "replace");
    byte[] infinite = NpyWriter.floats(3, 2, 1, 2, 3, 4, Float.NEGATIVE_INFINITY, 6);
    assertRefused(
        () -> ItemFeatures.read(VISUAL, file(infinite), false), "row 2, column 0", "-Infinity");
    byte[] wide = NpyWriter.bytes(1, "<f8", false, new int[] {1, 1}, new double[] {1e300});
    assertRefused(
        () -> ItemFeatures.read(VISUAL, file(wide), false),
        "row 0, column 0",
        "range of 32-bit floats");
  }

  @Test
  void warnsOfZeros() {
    try (WarningRecorder recorder = new WarningRecorder(ItemFeatures.class)) {
      ItemFeatures.read(VISUAL, file(NpyWriter.floats(2, 2, 0, 0, 0, 0)), true);
      assertThat(recorder.warnings())
          .singleElement()
          .asString()
          .contains("every feature of modality visual is zero");
    }
    try (WarningRecorder recorder = new WarningRecorder(ItemFeatures.class)) {
      ItemFeatures.read(VISUAL, file(NpyWriter.floats(3, 2, 0, 0, 0, 1, 0, 0)), false);
      assertThat(recorder.warnings())
          .singleElement()
          .asString()
          .contains("2 of 3 rows of modality visual are all zeros");
    }
    try (WarningRecorder recorder = new WarningRecorder(ItemFeatures.class)) {
      ItemFeatures.read(VISUAL, file(NpyWriter.floats(1, 2, 0, 1)), false);
      assertThat(recorder.warnings()).isEmpty();
    }
  }

  private Path more(int rows, int columns, float... values) {
    return NpyWriter.write(folder.resolve("more.npy"), NpyWriter.floats(rows, columns, values));
  }

  @Test
  void moreRowsFollow() {
    ItemFeatures two = ItemFeatures.of(VISUAL, new float[][] {{1, 2}, {3, 6}});
    ItemFeatures four = two.followedBy(more(2, 2, 5, 7, -1, 0));
    assertThat(four.rows()).isEqualTo(4);
    assertThat(four.columns()).isEqualTo(2);
    assertThat(four.block(0)).containsExactly(1, 2, 3, 6, 5, 7, -1, 0);
    assertThat(four.modality()).isEqualTo(VISUAL);
    assertThat(four.sha256()).isNotEqualTo(two.sha256());
    assertThat(two.rows()).isEqualTo(2);
  }

  /** Means 2 and 4, deviations 1 and 2; constant columns are 0, whatever follows. */
  @Test
  void moreRowsAreStandardizedAsTheFirstWere() {
    ItemFeatures two = ItemFeatures.of(VISUAL, new float[][] {{1, 2, 9}, {3, 6, 9}}).standardized();
    ItemFeatures three = two.followedBy(more(1, 3, 5, 0, 10));
    assertThat(three.isStandardized()).isTrue();
    assertThat(three.block(0)).containsExactly(-1, -1, 0, 1, 1, 0, 3, -2, 0);
    Path file = NpyWriter.write(folder.resolve("f.npy"), NpyWriter.floats(2, 3, 1, 2, 9, 3, 6, 9));
    assertThat(ItemFeatures.read(VISUAL, file, true).followedBy(more(1, 3, 5, 0, 10)).block(0))
        .containsExactly(three.block(0));
  }

  @Test
  void refusesMoreRowsThatDoNotFit() {
    ItemFeatures two = ItemFeatures.of(VISUAL, new float[][] {{1, 2}, {3, 6}});
    assertRefused(
        () -> two.followedBy(more(1, 3, 1, 2, 3)),
        "more.npy has 3 columns",
        "visual that the model learnt from have 2");
    assertRefused(
        () -> two.followedBy(more(1, 2, 1, Float.NaN)), "more.npy, row 0, column 1", "replace it");
    assertRefused(() -> two.followedBy(folder.resolve("no.npy")), "cannot read", "no.npy");
  }
}
