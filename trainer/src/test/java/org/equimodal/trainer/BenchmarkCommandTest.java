package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.equimodal.backbones.Backbones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures that the command prints and keeps; its refusals are in {@link CommandLineTest}. */
class BenchmarkCommandTest {

  private static final String GENERATED =
      "--users 60 --items 40 --degree 3 --widths 8,4 --set training.batchSize=32"
          + " --set ckd.genericTriples=40";
  private static final int WIDEST_LINE = 140;

  @TempDir Path folder;

  private List<String> benchmark(String arguments) {
    List<String> all = new ArrayList<>(List.of("benchmark", "--steps", "1", "--device", "cpu"));
    all.addAll(List.of("--data-dir", folder.toString()));
    all.addAll(List.of(arguments.split(" ")));
    Invocation invocation = Invocation.succeed(all.toArray(new String[0]));
    assertThat(invocation.errorLines()).allMatch(line -> line.startsWith("similar items: "));
    List<String> lines = invocation.out().lines().toList();
    assertThat(lines)
        .filteredOn(line -> !line.contains("skipped: ")) // for a reason as long as it is
        .filteredOn(line -> !line.startsWith("then: ")) // two commits
        .allMatch(line -> line.length() <= WIDEST_LINE, "fits");
    return lines;
  }

  private Invocation refused(String arguments) {
    List<String> all = new ArrayList<>(List.of("benchmark", "--device", "cpu"));
    all.addAll(List.of(arguments.split(" ")));
    Invocation invocation = Invocation.of(all.toArray(new String[0]));
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.errorLines()).hasSize(1);
    assertThat(invocation.out()).isEmpty();
    return invocation;
  }

  /** The rows of a block, by their labels. */
  private static List<String> labels(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("  ") && line.contains("|"))
        .map(line -> line.substring(0, line.indexOf('|')).strip())
        .filter(label -> !label.isEmpty())
        .toList();
  }

  private static Set<String> values(JsonNode array, String key) {
    return array.findValuesAsText(key).stream().collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void measuresEverythingAndComparesIt() throws Exception {
    Path json = folder.resolve("all.json");
    List<String> lines = benchmark(GENERATED + " --all --json " + json);
    assertThat(lines.get(0)).startsWith("generated: 60 users, 40 items").contains("generated1 4");
    assertThat(lines).filteredOn(line -> line.startsWith("targets")).hasSize(1);
    assertThat(lines).filteredOn(line -> line.matches("  [1-9]  .* (met|missed)")).hasSize(29);
    assertThat(lines).last().asString().contains("skipped: no lastfm in " + folder);

    JsonNode report = new ObjectMapper().readTree(json.toFile());
    Set<String> measured = new TreeSet<>(Backbones.ids());
    measured.addAll(List.of("mgcn-frozen", "ranking", "sampler"));
    assertThat(values(report.get("figures"), "of")).isEqualTo(measured);
    assertThat(values(report.get("figures"), "method")).contains("plain", "teacher", "ckd");
    assertThat(report.get("machines")).hasSameSizeAs(measured);
    assertThat(report.get("steps")).hasSize(7 * 3);
    assertThat(report.get("targets")).hasSize(30);
    for (JsonNode figure : report.get("figures")) {
      assertThat(figure.at("/milliseconds/median").asDouble()).as("%s", figure).isPositive();
    }

    List<String> again = benchmark(GENERATED + " --backbone grcn --method ckd --compare " + json);
    assertThat(again).anyMatch(line -> line.startsWith("then and now"));
    assertThat(again).anyMatch(line -> line.matches("  grcn +ckd +step +\\|.*\\|.*"));
    assertThat(again).noneMatch(line -> line.contains("vbpr"));
    assertThat(again).anyMatch(line -> line.matches("then: .*, cpu, .* threads; now: .*"));

    String other = GENERATED.replace("--users 60", "--users 61");
    String slower = GENERATED + " --set training.learningRate=0.5";
    assertThat(refused(slower + " --compare " + json).err())
        .contains("training.learningRate=0.5", "measure the same");
    assertThat(refused(other + " --compare " + json).err())
        .contains(json.toString(), "60 users", "61 users");
  }

  @Test
  void hasARowForEveryPartAndAColumnForEveryMethod() {
    List<String> lines = benchmark(GENERATED + " --backbone grcn,grcn --method plain,ckd");
    assertThat(labels(lines))
        .containsExactly(
            "sampler",
            "upload",
            "forward",
            "margins",
            "loss",
            "backward",
            "optimizer",
            "report",
            "release",
            "step",
            "epoch, 6 steps",
            "projections alone",
            "matrix products alone",
            "sparse products alone",
            "memory peak, MiB");
    assertThat(lines).anyMatch(line -> line.matches("  epoch, 6 steps( +\\| .* reckoned .*){2}"));
    assertThat(lines).filteredOn(line -> line.startsWith("grcn: at best ")).hasSize(1);
    assertThat(lines).anyMatch(line -> line.matches(" +\\| plain, 32\\+0 +\\| ckd, 32\\+40 *"));
    assertThat(lines)
        .filteredOn(line -> line.startsWith("  step"))
        .first()
        .asString()
        .matches("  step +(\\| +[\\d.]+ +[\\d.]+-[\\d.]+ +[\\d.]+ +[\\d.>]+ *){2}");
  }

  @Test
  void takesADatasetWithItsOwnFeaturesOrGeneratedOnes() throws Exception {
    ToyFolder toy = new ToyFolder(folder, "toy");
    String arguments = "--dataset toy --backbone vbpr --method plain";
    assertThat(benchmark(arguments).get(0))
        .startsWith("toy: 30 users, 20 items, 150 training")
        .contains("visual 4", "textual");
    toy.without("visual_feat.npy").without("textual_feat.npy");
    assertThat(benchmark(arguments + " --generated-features --widths 8,4").get(0))
        .startsWith("toy: 30 users")
        .contains("generated0 8, generated1 4 wide");
  }

  @Test
  void refusesAPlaceThatIsNotThereBeforeItMeasures() {
    Path nowhere = folder.resolve("nowhere").resolve("report.json");
    assertThat(refused("--json " + nowhere).err()).contains(nowhere.toString(), "no such folder");
    assertThat(refused("--json /").err()).contains("--json /: is a folder");
    assertThat(refused("--json " + folder).err()).contains(folder + ": is a folder");
    assertThat(refused("--compare " + nowhere).err()).contains(nowhere.toString(), "no such file");
    assertThat(Files.exists(nowhere)).isFalse();
  }

  @Test
  void takesTheLazyOptimizerWhereATrainingDoes() {
    String lazy = " --set training.optimizer=lazy-adam";
    Invocation training =
        Invocation.of(
            ("train --backbone grcn --dataset sample --run-dir " + folder + lazy).split(" "));
    assertThat(refused("--backbone vbpr,grcn" + lazy).errorLines())
        .isEqualTo(training.errorLines())
        .first()
        .asString()
        .contains("lazy-adam", "grcn");
    List<String> lines = benchmark(GENERATED + " --backbone vbpr --method plain" + lazy);
    assertThat(lines)
        .filteredOn(line -> line.startsWith("  optimizer"))
        .first()
        .asString()
        .as("no floor")
        .matches("  optimizer +\\| +[\\d.]+ +[\\d.]+-[\\d.]+ +- +- *");
  }

  @Test
  void generatesFeaturesOfADatasetOnly() {
    assertThat(refused("--generated-features").err()).contains("--generated-features", "--dataset");
  }
}
