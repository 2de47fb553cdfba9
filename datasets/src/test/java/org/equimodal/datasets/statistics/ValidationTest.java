package org.equimodal.datasets.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.Findings;
import org.equimodal.datasets.NpyWriter;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.datasets.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationTest {
  private static final String HEADER = "userID\titemID\tx_label\n";

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(temporary.resolve("tiny"));
  }

  private void interactions(String lines) throws IOException {
    Files.writeString(folder.resolve("tiny.inter"), HEADER + lines);
  }

  private void features(String modality, int rows, int columns, float... values) {
    NpyWriter.write(
        folder.resolve(modality + "_feat.npy"), NpyWriter.floats(rows, columns, values));
  }

  private DatasetReport validate() {
    return new Validation("tiny", 1, new Findings()).of(folder, DataSettings.automatic());
  }

  @Test
  void describesASoundDatasetWithoutAWord() throws IOException {
    interactions("0\t0\t0\n0\t1\t0\n1\t2\t0\n1\t3\t0\n0\t2\t1\n1\t0\t2\n");
    features("visual", 4, 1, 1, 1, -1, -1);
    DatasetReport report = validate();
    assertThat(report.faults()).isEmpty();
    assertThat(report.warnings()).isEmpty();
    assertThat(report.split().train()).isEqualTo(4);
    ModalityStatistics visual = report.modalities().get(0);
    assertThat(visual.name()).isEqualTo("visual");
    assertThat(visual.dtype()).isEqualTo("<f4");
    assertThat(visual.standardized()).isFalse();
    assertThat(visual.features().meanRowShare()).isZero();
    assertThat(visual.agreement().coConsumed()).isEqualTo(1);
    assertThat(visual.agreement().random()).isBetween(-0.5, 0.5);
    assertThat(visual.agreement().auc()).isBetween(0.7, 0.95);
    assertThat(visual.agreement().standardError()).isBetween(0.0, 0.01);
    assertThat(validate()).as("the same every time").isEqualTo(report);
  }

  @Test
  void listsFaultsOfAllFilesAtOnce() throws IOException {
    interactions("0\t0\t0\n0\t1\t0\nx\t1\t0\n1\t2\t0\n");
    features("visual", 3, 1, 1, Float.NaN, 3);
    byte[] whole = NpyWriter.floats(3, 1, 1, 2, 3);
    NpyWriter.write(
        folder.resolve("acoustic_feat.npy"), java.util.Arrays.copyOf(whole, whole.length - 4));
    Files.writeString(folder.resolve("categories.tsv"), "itemID\tcategory\n7\trock\n");
    DatasetReport report = validate();
    assertThat(report.faults()).hasSize(5);
    assertThat(report.faults().get(0)).contains("tiny.inter, line 4: userID 'x'");
    assertThat(report.faults().get(1)).contains("categories.tsv, line 2: itemID '7'");
    assertThat(report.faults().get(2)).contains("acoustic_feat.npy is cut short");
    assertThat(report.faults().get(3)).contains("visual_feat.npy, row 1, column 0 (from 0) is NaN");
    assertThat(report.faults().get(4))
        .isEqualTo(
            "dataset tiny has no validation items, by which the best epoch is chosen; hold some out (x_label 1)");
    assertThat(report.warnings())
        .contains(
            "dataset tiny has no test items: all test metrics will be 0; hold some out (x_label 2)",
            "dataset tiny: 3 of 3 items have no category; they share one called unknown");
    assertThat(report.modalities()).hasSize(1);
    assertThat(report.modalities().get(0).features().notFinite()).isEqualTo(1);
    assertThat(report.modalities().get(0).agreement()).isNull();
  }

  @Test
  void warnsOfWhatTrainingAcceptsButIsHardlyMeant() throws IOException {
    interactions("0\t0\t0\n0\t0\t0\n0\t1\t0\n3\t1\t0\n3\t4\t0\n0\t1\t1\n3\t0\t2\n");
    features("visual", 5, 1, 0, 5, 5, 5, 5);
    DatasetReport report = validate();
    assertThat(report.faults()).isEmpty();
    assertThat(report.warnings()).hasSize(6);
    assertThat(report.warnings().get(0)).contains("dropped 1 interactions listed twice");
    assertThat(report.warnings().get(1)).contains("1 interactions stand in more than one of");
    assertThat(report.warnings().get(2)).contains("1 of 5 rows of modality visual are all zeros");
    assertThat(report.warnings().get(3))
        .isEqualTo(
            "dataset tiny: the mean row carries 80.0 % of the energy of visual, so masking the modality takes little"
                + " away; standardise it (data.modalities.visual.standardize)");
    assertThat(report.warnings().get(4))
        .isEqualTo(
            "dataset tiny: 2 of 4 user ids are in no interaction, the first is 1; if they do not exist, number users from 0"
                + " without gaps");
    assertThat(report.warnings().get(5))
        .contains("2 of 5 item ids are in no interaction, the first is 2");
  }

  /** A folder with a record of its files as they are, but for one that is missing. */
  private void prepare() throws IOException {
    interactions("0\t0\t0\n0\t1\t0\n1\t2\t0\n1\t3\t0\n0\t2\t1\n1\t0\t2\n");
    features("visual", 4, 1, 1, 1, -1, -1);
    Files.writeString(folder.resolve("users.tsv"), "userID\tname\n0\tann\n1\tbob\n");
    StringBuilder record = new StringBuilder("provenance:\n  files:\n");
    for (String file : List.of("tiny.inter", "users.tsv", "visual_feat.npy")) {
      record.append("  - file: %s\n    sha256: %s\n".formatted(file, hash(file)));
    }
    record.append("  - file: items.jsonl\n    sha256: 0\n");
    Files.writeString(folder.resolve("dataset.yaml"), record);
  }

  private String hash(String file) throws IOException {
    return Sha256.of(folder.resolve(file));
  }

  @Test
  void warnsOfFilesThatAreNoLongerAsTheyWerePrepared() throws IOException {
    prepare();
    String missing =
        "dataset tiny: items.jsonl, which the preparation wrote, is missing; put it back or prepare the dataset again";
    assertThat(validate().warnings()).containsExactly(missing);
    Files.writeString(folder.resolve("users.tsv"), "userID\tname\n1\tann\n0\tbob\n");
    features("visual", 4, 1, 1, 1, -1, -2);
    DatasetReport report = validate();
    assertThat(report.faults()).isEmpty();
    assertThat(report.warnings())
        .containsExactly(
            missing,
            "dataset tiny: users.tsv was changed since it was prepared, so its ids may stand for others; put the former file back or prepare the dataset again",
            "dataset tiny: visual_feat.npy was changed since it was prepared, so its ids may stand for others; put the former file back or prepare the dataset again");
    Path encoding = folder.resolve("visual_feat.json");
    Files.writeString(encoding, "{\"sha256\": \"%s\"}".formatted(hash("visual_feat.npy")));
    assertThat(validate().warnings()).hasSize(2).noneMatch(line -> line.contains("visual_feat"));
    Files.writeString(encoding, "{\"sha256\": \"%s\"}".formatted(hash("users.tsv")));
    assertThat(validate().warnings()).as("of other features").isEqualTo(report.warnings());
  }

  @Test
  void warnsOfFeaturesThatTellNothingOfTaste() throws IOException {
    interactions("0\t0\t0\n0\t1\t0\n1\t2\t0\n1\t3\t0\n0\t2\t1\n1\t0\t2\n");
    features("visual", 4, 1, 1, -1, 1, -1);
    assertThat(validate().warnings())
        .singleElement()
        .asString()
        .startsWith(
            "dataset tiny: items of one user are no more alike in visual than any items (AUC 0.")
        .endsWith("; check that row i is item i");
  }

  @Test
  void rowsThatAreNotTheItemsAreNotCompared() throws IOException {
    interactions("0\t0\t0\n0\t1\t0\n0\t2\t1\n");
    features("visual", 4, 1, 1, 1, -1, -1);
    DatasetReport report = validate();
    assertThat(report.faults()).singleElement().asString().contains("remove the surplus rows");
    assertThat(report.modalities().get(0).agreement()).isNull();
  }

  @Test
  void describesTheBuiltIn() {
    DatasetReport report = new Validation("sample", 1, new Findings()).of(SampleDataset.create());
    assertThat(report.faults()).isEmpty();
    assertThat(report.split().users().count()).isEqualTo(300);
    assertThat(report.categories()).isEqualTo(8);
    assertThat(report.modalities())
        .extracting(ModalityStatistics::name)
        .containsExactly("textual", "visual", "acoustic");
    double[] auc = report.modalities().stream().mapToDouble(m -> m.agreement().auc()).toArray();
    assertThat(auc[0]).as("less noise, more agreement").isGreaterThan(auc[1]);
    assertThat(auc[1]).isGreaterThan(auc[2]);
    assertThat(auc[2]).isGreaterThan(0.5);
  }
}
