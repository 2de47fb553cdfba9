package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code reproduce} and {@code tune} from the command line on. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ReproduceCommandTest {

  @TempDir Path folder;

  private Invocation invoke(String arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
    all.addAll(List.of(more));
    all.addAll(List.of("--run-dir", folder.resolve("runs").toString(), "--device", "cpu"));
    return Invocation.of(all.toArray(new String[0]));
  }

  private List<String> runs() {
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      return runs.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("sample-"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> contents(Path experiment) {
    Map<String, String> contents = new TreeMap<>();
    for (String file : RunFiles.in(experiment)) {
      contents.put(file, String.join("\n", RunFiles.lines(experiment.resolve(file))));
    }
    return contents;
  }

  @Test
  void theSecondTimeNothingIsTrainedAndAllIsTheSame() {
    String command =
        "reproduce table1,table2,figure1 --backbones vbpr --methods plain,ckd --seeds 1..2"
            + " --epochs 2 --set training.evaluateEvery=1 --parallel 2";
    Path out = folder.resolve("out");
    Invocation planned = invoke(command + " --plan");
    assertThat(planned.out())
        .contains("sample vbpr ckd seed 2: will be trained\n", "4 runs, 0 of them are there");
    assertThat(folder).isEmptyDirectory();

    Invocation first = invoke(command, "--out", out.toString());
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err()).contains("[4/4] sample ").contains(": finished after ");
    List<String> runs = runs();
    Map<String, String> contents = contents(out);
    assertThat(runs).hasSize(4);
    assertThat(contents)
        .containsOnlyKeys(
            "experiment.json",
            "table1-sample.md",
            "table1-sample.tex",
            "table2-sample.md",
            "table2-sample.tex");
    assertThat(contents.get("table1-sample.md"))
        .contains("vbpr | ckd | 2 |", "mean gain | ckd | 1 backbone |")
        .doesNotContain("not run");
    JsonNode record = RunFiles.json(out, "experiment.json");
    assertThat(record.get("runs")).hasSize(4);
    assertThat(record.get("charts")).hasSize(1);
    assertThat(out.resolve(record.get("runs").get(0).asText()).resolve("result.json")).exists();

    Invocation second = invoke(command, "--out", out.toString());
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).contains("[4/4] sample ").doesNotContain(" after ");
    assertThat(runs()).isEqualTo(runs);
    assertThat(contents(out)).isEqualTo(contents);
    assertThat(invoke(command + " --plan").out()).contains("4 runs, 4 of them are there");
  }

  @Test
  void aDivergedRunIsAWordInTheTable() {
    Invocation invocation =
        invoke(
            "reproduce table1 --backbones vbpr --methods plain --seeds 1 --epochs 2 --set"
                + " training.learningRate=1e30");
    assertThat(invocation.exitCode()).isEqualTo(1);
    assertThat(invocation.out()).contains("0 of 1 (1 diverged)");
    assertThat(invocation.err()).contains("training diverged", "log.txt)", ": diverged after ");
  }

  @Test
  void tuningWritesTheBestSettings() throws Exception {
    Path space =
        Files.writeString(
            folder.resolve("space.yaml"), "training.learningRate: [0.000001, 0.005]\n");
    Path out = folder.resolve("the best");
    String command =
        "tune --backbone vbpr --dataset sample --method plain --epochs 2 --set training.evaluateEvery=1"
            + " --parallel 2 --space "
            + space;
    Invocation first = invoke(command, "--out", out.toString());
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("Validation Recall@20", "best: ")
        .doesNotContain("test items,");
    assertThat(out.resolve("best.yaml"))
        .content()
        .startsWith("# ")
        .endsWith("training:\n  learningRate: 0.005\n");
    assertThat(RunFiles.json(out, "experiment.json").get("command").asText())
        .startsWith("tune --backbone vbpr ")
        .contains(" --out '" + out + "' --run-dir ");
    Map<String, String> contents = contents(out);
    assertThat(invoke(command, "--out", out.toString()).out()).isEqualTo(first.out());
    assertThat(contents(out)).isEqualTo(contents);
    assertThat(runs()).hasSize(2);
    Invocation planned =
        invoke(
            "reproduce table1 --backbones vbpr --methods plain --seeds 123 --epochs 2 --plan --set"
                + " training.evaluateEvery=1",
            "--config",
            out.resolve("best.yaml").toString());
    assertThat(planned.out()).contains("1 runs, 1 of them are there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reproduce table9 | cannot make table9, only table1, table2, table3, figure1",
        "reproduce , | WHAT names nothing",
        "reproduce table1 --methods plane --seeds 1 | method: must be one of",
        "reproduce table1 --backbones nobody | backbone: must be one of",
        "reproduce table1 --datasets nowhere | dataset: 'nowhere' is no folder",
        "reproduce table1 --seeds 2..1 | --seeds 2..1: the range 2..1 is empty",
        "reproduce table1 --methods plain --parallel 0 | --parallel must be at least 1, was 0",
        "reproduce table1 --methods plain --grid nothing | --grid nothing: there is no such file",
        "reproduce table1 --methods plain --backbones , | --backbones names nothing",
        "reproduce table1 --methods plain --datasets , | --datasets names nothing",
        "reproduce table1 --methods , | --methods names nothing",
        "reproduce table1 --methods plain --seeds 1 --out /proc | --out /proc: cannot be written",
        "tune --backbone nobody --dataset sample --space SPACE | (set by --backbone)",
        "tune --backbone vbpr --dataset sample --method plane --space SPACE | (set by --method)",
        "tune --backbone vbpr --dataset sample --method ckd:kl --space SPACE"
            + " | ckd.specific: contradicts method ckd:kl",
        "tune --backbone vbpr --dataset sample --method plain --space SPACE"
            + " | ckd.specific: no setting of method plain, leave it out or give --method ckd",
        "tune --backbone vbpr --dataset sample --space SPACE --out /proc"
            + " | --out /proc: cannot be written",
        "tune --backbone vbpr --dataset sample --space EPOCHS --search halving --epochs 9"
            + " | training.epochs: cannot be searched by halving",
        "reproduce table1 --backbones vbpr --methods plain,ckd:kl --grid GRID"
            + " | ckd.specific: contradicts method ckd:kl",
        "reproduce table3 --backbones vbpr --grid GRID | ckd.specific: contradicts method ckd:kl",
        "reproduce table1 --backbones vbpr --grid paper --plan --set training.learningRate=0.01 | training.learningRate: is"
            + " searched by conf/grids/paper.yaml, leave it out of one of the two (set by --set)",
        "tune --backbone vbpr --dataset sample --space SPACE --set ckd={\"specific\":\"mse\"} | ckd.specific: is searched by",
        "tune --backbone vbpr --dataset sample --space EPOCHS --epochs 9 | (set by --epochs)",
        "tune --backbone vbpr --dataset sample | --space",
        "tune --backbone vbpr --dataset sample --space no.yaml | no.yaml: there is no such file",
        "tune --backbone vbpr --dataset sample --space x --search random | needs --trials",
        "tune --backbone vbpr --dataset sample --space x --search halving | needs --epochs",
        "tune --backbone vbpr --dataset sample --space x --trials 3 | leave --trials out"
      })
  void saysWhatIsWrong(String arguments, String part) throws Exception {
    Path space = Files.writeString(folder.resolve("space.yaml"), "ckd.specific: [hinge, mse]\n");
    Path epochs = Files.writeString(folder.resolve("epochs.yaml"), "training.epochs: [2, 3]\n");
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            "stages: [{method: ckd, space: {ckd.specific: [hinge, mse]}}]\n");
    Invocation invocation =
        invoke(
            arguments
                .replace("SPACE", space.toString())
                .replace("EPOCHS", epochs.toString())
                .replace("GRID", grid.toString()));
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.errorLines()).hasSize(1).first().asString().startsWith("error: ");
    assertThat(invocation.err()).contains(part).doesNotContain("Exception");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void anUnknownSettingIsNamedWithItsFile() throws Exception {
    Path space = Files.writeString(folder.resolve("space.yaml"), "training.learningRat: [1]\n");
    Invocation invocation = invoke("tune --backbone vbpr --dataset sample --space " + space);
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.err())
        .contains("training.learningRat: unknown key, did you mean learningRate?", "space.yaml)");
  }
}
