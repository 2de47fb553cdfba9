package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading past the first fault. */
class FindingsTest {
  private static final String HEADER = "userID\titemID\tx_label\n";

  @TempDir private Path temporary;
  private Path folder;
  private final Findings findings = new Findings();

  @BeforeEach
  void writeFeatures() throws IOException {
    folder = Files.createDirectories(temporary.resolve("tiny"));
    NpyWriter.write(folder.resolve("visual_feat.npy"), NpyWriter.floats(3, 1, 1, 2, 3));
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  private DatasetInspection inspect() {
    return DatasetInspection.of("tiny", folder, DataSettings.automatic(), findings);
  }

  /** Asserts that there are just these faults, each holding its text, and that each is one line. */
  private void assertFaults(String... parts) {
    List<String> faults = findings.faults();
    assertThat(faults).hasSize(parts.length).noneMatch(fault -> fault.contains("\n"));
    for (int k = 0; k < parts.length; k++) {
      assertThat(faults.get(k)).contains(parts[k]);
    }
  }

  @Test
  void aSoundFolderHasNone() throws IOException {
    write("tiny.inter", HEADER + "0\t0\t0\n0\t1\t1\n1\t2\t0\n\n\n");
    DatasetInspection inspection = inspect();
    assertFaults();
    assertThat(findings.warnings()).isEmpty();
    assertThat(inspection.split())
        .contains(DatasetReader.read("tiny", folder, DataSettings.automatic()).split());
    assertThat(inspection.features())
        .extracting(file -> file.modality().name())
        .containsExactly("visual");
  }

  @Test
  void everyLineOfInteractionsThatIsFaultyIsNamedAndLeftOut() throws IOException {
    write(
        "tiny.inter",
        HEADER + "0\t0\t0\nx\t1\t0\n\n\n0\t1\t1\n1\t2\t0\n1\t9\t0\n1\t0\t7\n1\t0\n2\t9\t2\n");
    DatasetInspection inspection = inspect();
    assertFaults(
        "tiny.inter, line 3: userID 'x' is not a whole number",
        "tiny.inter, line 4 is empty but lines follow",
        "tiny.inter, line 9: x_label is 7",
        "tiny.inter, line 10 is cut short",
        "tiny.inter, line 8: item 9 has no row in"); // those before it are skipped
    Split split = inspection.split().orElseThrow();
    assertThat(split.train())
        .isEqualTo(Interactions.of(3, 10, new int[] {0, 1, 1}, new int[] {0, 2, 9}));
    assertThat(split.test()).isEqualTo(Interactions.of(3, 10, new int[] {2}, new int[] {9}));
  }

  @Test
  void ofVeryManyFaultsTheFirstAreNamed() throws IOException {
    write("tiny.inter", HEADER + "a\tb\tc\n".repeat(30));
    write("categories.tsv", "itemID\tcategory\n");
    assertThat(inspect().split()).isEmpty();
    assertThat(findings.faults()).hasSize(Findings.MOST_FAULTS + 1);
    assertThat(findings.faults().get(Findings.MOST_FAULTS))
        .isEqualTo(
            "interactions: more than 20 faults, what follows was not read; correct these and look again");
  }

  @Test
  void everyFaultyLineOfATableIsNamed() throws IOException {
    write("tiny.inter", HEADER + "0\t0\t0\n0\t1\t1\n1\t2\t0\n");
    write("categories.tsv", "itemID\tcategory\n0\trock\n12\trock\n0\tjazz\n2\n");
    write("items.tsv", "itemID\tname\n0\tA\n0\tB\n2\tA\n");
    write("users.tsv", "user\tname\n");
    assertThat(inspect().categories().map(Categories::names))
        .isEqualTo(Optional.of(List.of("rock", "unknown")));
    assertFaults(
        "items.tsv, line 3: itemID 0 is listed a second time",
        "users.tsv, line 1: the header has no column userID",
        "categories.tsv, line 3: itemID '12' is not an id of the dataset",
        "categories.tsv, line 4: itemID 0 is listed a second time",
        "categories.tsv, line 5 is cut short");
    assertThat(findings.warnings())
        .containsExactly(
            folder.resolve("items.tsv")
                + " names 2 of 3 ids; the others are called by their numbers",
            folder.resolve("items.tsv")
                + " gives 1 ids the name of another (itemID 0 and 2 are both 'A'); what is recommended cannot be told"
                + " apart");
  }

  @Test
  void everyFeatureFileIsLookedAt() throws IOException {
    write("tiny.inter", HEADER + "0\t0\t0\n0\t1\t1\n1\t2\t0\n");
    NpyWriter.write(folder.resolve("a+b_feat.npy"), NpyWriter.floats(3, 1, 1, 2, 3));
    write("acoustic_feat.npy", "none");
    NpyWriter.write(folder.resolve("textual_feat.npy"), NpyWriter.floats(2, 1, 1, 2));
    List<FeatureFile> files = inspect().features();
    assertThat(files)
        .extracting(file -> file.modality().name())
        .containsExactly("textual", "visual");
    assertFaults(
        "modality name 'a+b' cannot be used",
        "acoustic_feat.npy is not a .npy file",
        "textual_feat.npy has 2 rows but " + folder.resolve("visual_feat.npy") + " has 3",
        "tiny.inter, line 4: item 2 has no row in");
  }

  @Test
  void missingPartsOfEitherLayoutAreNamedTogether() throws IOException {
    write("5-core/train.json", "{\"0\": [0, 1]}");
    write("5-core/test.json", "{\"0\": [2]");
    Files.delete(folder.resolve("visual_feat.npy"));
    assertThat(inspect().split().orElseThrow().train().size()).isEqualTo(2);
    assertFaults(
        "val.json does not exist",
        "test.json, line 1: not valid JSON",
        "dataset tiny has no features: expected image_feat.npy and text_feat.npy");
  }

  @Test
  void withoutInteractionsTheFeaturesAreStillLookedAt() throws IOException {
    NpyWriter.write(folder.resolve("textual_feat.npy"), NpyWriter.floats(2, 1, 1, 2));
    DatasetInspection inspection = inspect();
    assertThat(inspection.split()).isEmpty();
    assertThat(inspection.features()).hasSize(2);
    assertFaults(
        "dataset tiny has no interactions: expected tiny.inter",
        "every modality needs one row per item");
  }

  @Test
  void withoutAFolderThereIsNothing() {
    DatasetInspection inspection =
        DatasetInspection.of(
            "absent", temporary.resolve("absent"), DataSettings.automatic(), findings);
    assertThat(inspection.split()).isEmpty();
    assertThat(inspection.features()).isEmpty();
    assertFaults("does not exist; check the dataset's name");
  }

  @Test
  void idsThatAreNotDenseAndEmptyTrainingPartsAreFaults() throws IOException {
    write("tiny.inter", HEADER + "2000000000\t0\t1\n");
    inspect();
    assertThat(findings.faults())
        .anyMatch(fault -> fault.contains("no training interaction"))
        .anyMatch(fault -> fault.contains("user id 2000000000"));
  }
}
