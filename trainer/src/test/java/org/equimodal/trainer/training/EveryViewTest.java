package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.equimodal.backbones.Backbones;
import org.equimodal.evaluation.Metrics;
import org.equimodal.trainer.Invocation;
import org.equimodal.trainer.RunFiles;
import org.equimodal.trainer.ToyFolder;
import org.equimodal.trainer.events.EventReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a validation says of modalities alone, and where it is written. */
class EveryViewTest {

  private static final List<String> MODALITIES = List.of("textual", "visual");

  @TempDir Path folder;

  private Path trained(String... more) {
    Path toy = new ToyFolder(folder, "toy").path();
    List<String> arguments =
        new ArrayList<>(
            List.of("--dataset", "" + toy, "--run-dir", "" + folder.resolve("runs"), "--epochs"));
    arguments.addAll(List.of("3", "--set", "training.evaluateEvery=1"));
    arguments.addAll(List.of(more));
    return Invocation.succeed(arguments.toArray(new String[0])).run();
  }

  static Collection<String> backbones() {
    return Backbones.ids();
  }

  /** The model's own view to the last bit, whichever views are represented beside it. */
  @ParameterizedTest
  @MethodSource("backbones")
  void changesNothingElse(String backbone) {
    Path with = trained("--backbone", backbone, "--method", "plain");
    Path without =
        trained("--backbone", backbone, "--method", "plain", "--set", "evaluation.everyView=false");
    assertThat(with).isNotEqualTo(without);
    List<String> lines = RunFiles.metricsWithoutTimes(with);
    assertThat(lines).allMatch(line -> line.contains("\"validation.only.textual.recall@20\":"));
    assertThat(lines.stream().map(line -> line.replaceAll(",\"validation\\.only\\.[^,}]*", "")))
        .isEqualTo(RunFiles.metricsWithoutTimes(without));
    assertThat(RunFiles.resultWithoutMeasurements(with))
        .isEqualTo(RunFiles.resultWithoutMeasurements(without));
    assertThat(RunFiles.json(with, "manifest.json").get("trainingHash"))
        .isEqualTo(RunFiles.json(without, "manifest.json").get("trainingHash"));
  }

  @Test
  void measuresAsEvaluateDoes() {
    Path run = trained("--method", "plain");
    JsonNode best =
        RunFiles.metrics(run).stream()
            .filter(line -> line.get("best").asBoolean())
            .reduce((first, second) -> second)
            .orElseThrow();
    String table = Invocation.succeed("evaluate", "" + run, "--on", "validation").out();
    for (String modality : MODALITIES) {
      String row =
          table.lines().filter(l -> l.contains("only " + modality)).findFirst().orElseThrow();
      String recall =
          String.format("%.4f", best.get("validation.only." + modality + ".recall@20").asDouble());
      assertThat(row).containsPattern("only " + modality + "\\s+" + recall);
    }
    assertThat(RunFiles.json(run, "result.json").get("validation"))
        .as("of the model's own view")
        .hasSize(2 * Metrics.all().size());
  }

  @Test
  void teachersHaveOneView() {
    Path run = trained();
    assertThat(RunFiles.lines(run.resolve("teachers/visual/metrics.jsonl")))
        .hasSize(3)
        .noneMatch(line -> line.contains("validation.only"));
  }

  /** Event files say what metrics.jsonl says, as floats. */
  @Test
  void tensorBoardSeesEveryFigure() {
    Path run = trained();
    for (String of : List.of("", "teachers/visual")) {
      Path path = run.resolve(of);
      Map<String, SortedMap<Long, Float>> shown = EventReader.shown(path.resolve("events"));
      List<JsonNode> lines = RunFiles.metrics(path);
      for (JsonNode line : lines) {
        long epoch = line.get("epoch").asLong();
        int figures = 0;
        for (Map.Entry<String, JsonNode> entry : line.properties()) {
          if (!List.of("epoch", "best", "seconds").contains(entry.getKey())) {
            figures++;
            String tag = entry.getKey().replaceFirst("\\.([^.]*)$", "/$1");
            assertThat(shown.get(tag.contains("/") ? tag : "loss/" + tag))
                .as(tag)
                .containsEntry(epoch, (float) entry.getValue().asDouble());
          }
        }
        assertThat(shown).hasSize(figures);
      }
      assertThat(shown.values()).allMatch(steps -> steps.size() == lines.size());
    }
    assertThat(EventReader.shown(run.resolve("events")))
        .containsKeys(
            "loss/loss",
            "loss/bpr",
            "lambda/textual",
            "gamma/visual",
            "rho/visual",
            "validation/recall@20",
            "validation.only.textual/recall@20");
  }
}
