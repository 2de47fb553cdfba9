package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.equimodal.datasets.NpyWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

  @TempDir Path folder;

  private Invocation validate(String... more) {
    String[] arguments = new String[4 + more.length];
    System.arraycopy(
        new String[] {"validate", "toy", "--data-dir", folder.toString()}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Invocation.of(arguments);
  }

  private static List<String> faults(Invocation invocation) {
    return invocation.out().lines().filter(line -> line.startsWith("fault: ")).toList();
  }

  @Test
  void describesTheSample() {
    Invocation invocation = Invocation.of("validate", "sample");
    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.err()).isEmpty();
    assertThat(invocation.out())
        .startsWith("sample: 300 users, 200 items, density ")
        .contains("categories: 8", "Training interactions", "mean row's energy", "AUC", "acoustic")
        .endsWith(
            "warning: dataset sample: 1 of 200 item ids are in no interaction, the first is 22; if they do not exist,"
                + " number items from 0 without gaps\nno faults, 1 warning\n");
  }

  @Test
  void findsNoFaultInAFolderThatTrains() {
    new ToyFolder(folder, "toy");
    Invocation invocation = validate();
    assertThat(faults(invocation)).isEmpty();
    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.out()).contains("toy: 30 users, 20 items", "no faults, ");
  }

  @Test
  void listsEveryFaultOfTheSettingsAndOfTheFiles() {
    new ToyFolder(folder, "toy")
        .file(
            "dataset.yaml",
            """
            training: {batchSizes: 32, epochs: many}
            seeed: 3
            dataset: other
            backbones:
              mgcn: {model: {neighbours: 3}}
              nope: {}
            """)
        .feature("visual", NpyWriter.floats(ToyFolder.ITEMS, 1, new float[ToyFolder.ITEMS - 1]))
        .file("categories.tsv", "itemID\tcategory\n99\trock\n");
    Invocation invocation = validate();
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.err()).isEmpty();
    List<String> faults = faults(invocation);
    assertThat(faults)
        .anyMatch(
            fault -> fault.contains("training.batchSizes: unknown key, did you mean batchSize?"))
        .anyMatch(fault -> fault.contains("training.epochs: must be a whole number, was \"many\""))
        .anyMatch(fault -> fault.contains("seeed: unknown key, did you mean seed?"))
        .anyMatch(fault -> fault.contains("dataset: decides which files are read"))
        .anyMatch(fault -> fault.contains("model.neighbours: unknown key"))
        .anyMatch(fault -> fault.contains("backbones.nope: is no backbone"))
        .anyMatch(fault -> fault.contains("visual_feat.npy is cut short"))
        .anyMatch(fault -> fault.contains("categories.tsv, line 2: itemID '99'"))
        .hasSize(8)
        .doesNotHaveDuplicates();
    assertThat(invocation.out()).contains("8 faults, ").contains("textual").doesNotContain("null");
  }

  @Test
  void withoutTheSettingsThatSayHowFilesAreNotGuessedAt() {
    new ToyFolder(folder, "toy").file("dataset.yaml", "data: {layout: other}\n");
    Invocation invocation = validate();
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(faults(invocation))
        .singleElement()
        .asString()
        .contains("data.layout: must be one of");
    new ToyFolder(folder, "toy").file("dataset.yaml", "a: [\n");
    assertThat(faults(validate())).singleElement().asString().contains("malformed YAML");
  }

  @Test
  void writesJson() throws JsonProcessingException {
    new ToyFolder(folder, "toy").without("visual_feat.npy").file("dataset.yaml", "seeed: 3\n");
    Invocation invocation = validate("--format", "json");
    assertThat(invocation.exitCode()).isEqualTo(2);
    JsonNode report = new ObjectMapper().readTree(invocation.out());
    assertThat(report.at("/name").asText()).isEqualTo("toy");
    assertThat(report.at("/split/users/count").asInt()).isEqualTo(ToyFolder.USERS);
    assertThat(report.at("/modalities/0/features/columns").asInt()).isEqualTo(3);
    assertThat(report.at("/modalities/0/agreement/auc").asDouble()).isBetween(0.0, 1.0);
    assertThat(report.at("/faults")).hasSize(1);
    assertThat(report.at("/warnings").isArray()).isTrue();
  }

  @Test
  void aDatasetThatIsNowhereIsBadUsage() {
    Invocation invocation = Invocation.of("validate", "nowhere", "--data-dir", folder.toString());
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.errorLines())
        .singleElement()
        .asString()
        .startsWith("error: dataset: 'nowhere'");
    assertThat(invocation.out()).isEmpty();
  }
}
