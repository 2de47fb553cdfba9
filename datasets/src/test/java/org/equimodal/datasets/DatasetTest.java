package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final Interactions TRAIN =
      Interactions.of(2, 3, new int[] {0, 1, 1}, new int[] {0, 1, 2});
  private static final Interactions OTHER =
      Interactions.of(2, 3, new int[] {0, 1, 1}, new int[] {0, 0, 2});
  private static final Interactions NONE = Interactions.of(2, 3, new int[0], new int[0]);
  private static final ItemFeatures VISUAL = features("visual", 1, 2, 4);

  private static ItemFeatures features(String name, float... values) {
    return ItemFeatures.of(new Modality(0, name), values.length, 1, values);
  }

  private static Dataset dataset(Split split, ItemFeatures... features) {
    return new Dataset("name", split, List.of(features), Optional.empty(), Optional.empty());
  }

  @Test
  void hashesWhatTeachersAndStudentsShare() {
    Split split = new Split(TRAIN, NONE, NONE);
    String hash = dataset(split, VISUAL).hash();
    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(dataset(split, features("visual", 1, 2, 4)).hash()).isEqualTo(hash);
    Dataset renamed =
        new Dataset(
            "other",
            split,
            List.of(VISUAL),
            Optional.of(new Categories(new int[3], List.of("all"))),
            Optional.of(new RawIds(List.of("a", "b"), List.of("x", "y", "z"))));
    assertThat(renamed.hash()).isEqualTo(hash);
    assertThat(categorized(split, 0, 1, 1)).isNotIn(hash, categorized(split, 0, 0, 1));
    assertThat(
            List.of(
                hash,
                dataset(new Split(OTHER, NONE, NONE), VISUAL).hash(),
                dataset(new Split(TRAIN, OTHER, NONE), VISUAL).hash(),
                dataset(new Split(TRAIN, NONE, OTHER), VISUAL).hash(),
                dataset(split).hash(),
                dataset(split, features("textual", 1, 2, 4)).hash(),
                dataset(split, features("visual", 1, 2, 5)).hash(),
                dataset(split, VISUAL.standardized()).hash()))
        .doesNotHaveDuplicates();
  }

  private static String categorized(Split split, int... ofItem) {
    Categories categories = new Categories(ofItem, List.of("a", "b"));
    return new Dataset("name", split, List.of(VISUAL), Optional.of(categories), Optional.empty())
        .hash();
  }

  @Test
  void splitsAreKnownByTheirThreeSets() {
    String hash = new Split(TRAIN, NONE, OTHER).hash();
    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(new Split(TRAIN, NONE, OTHER).hash()).isEqualTo(hash);
    assertThat(
            List.of(
                hash,
                new Split(OTHER, NONE, OTHER).hash(),
                new Split(TRAIN, OTHER, OTHER).hash(),
                new Split(TRAIN, NONE, TRAIN).hash(),
                new Split(TRAIN, OTHER, NONE).hash()))
        .doesNotHaveDuplicates();
  }

  @Test
  void refusesPartsOfDifferentSizes() {
    Split split = new Split(TRAIN, NONE, NONE);
    assertThatThrownBy(() -> new Split(TRAIN, NONE, Interactions.of(3, 3, new int[0], new int[0])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> dataset(split, features("visual", 1, 2)))
        .hasMessage("features of visual: 2 rows, expected 3");
    assertThatThrownBy(() -> dataset(split, VISUAL, VISUAL))
        .hasMessageContaining("index 0 at position 1");
    assertThatThrownBy(
            () ->
                new Dataset(
                    "name",
                    split,
                    List.of(VISUAL),
                    Optional.of(new Categories(new int[2], List.of("all"))),
                    Optional.empty()))
        .hasMessage("categories: 2 rows, expected 3");
    assertThatThrownBy(() -> new Categories(new int[] {1}, List.of("all")))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void messagesAreOneLine() {
    assertThat(new InputException("a\n  b\r\nc\n")).hasMessage("a b c");
  }
}
