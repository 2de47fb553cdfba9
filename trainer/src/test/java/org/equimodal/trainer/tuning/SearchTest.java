package org.equimodal.trainer.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.config.YamlFile;
import org.equimodal.trainer.experiment.Cell;
import org.equimodal.trainer.experiment.Family;
import org.equimodal.trainer.experiment.FinishedRun;
import org.equimodal.trainer.experiment.HandMadeRuns;
import org.equimodal.trainer.experiment.Outcome;
import org.equimodal.trainer.experiment.RunIndex;
import org.equimodal.trainer.experiment.RunQueue;
import org.equimodal.trainer.experiment.RunResolver;
import org.equimodal.trainer.experiment.Training;
import org.equimodal.trainer.experiment.WantedRun;
import org.equimodal.trainer.report.PlainText;
import org.equimodal.trainer.training.Interruption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which trials a search asks for, and what it makes of them; no trial is trained. */
class SearchTest {

  private static final Family FAMILY = new Family("sample", "vbpr");

  @TempDir Path runDir;
  @TempDir Path folder;

  private HandMadeRuns runs;
  private RunResolver resolver;

  @BeforeEach
  void choosePlace() {
    runs = new HandMadeRuns(runDir, "sample");
    resolver =
        new RunResolver(
            (cell, tuned) -> runs.wanted(cell, tuned).settings(),
            settings -> SampleDataset.create());
  }

  private YamlFile file(String text) throws Exception {
    return YamlFile.read(Files.writeString(folder.resolve("F.yaml"), text));
  }

  private GridSearch search(String text) throws Exception {
    YamlFile file = file(text);
    return new GridSearch(Grid.read(file), file.name(), resolver, 1);
  }

  private static final String TWO_STAGES =
      """
      stages:
        - method: plain
          space: {training.learningRate: [0.001, 0.01, 0.1]}
        - method: plain
          backbones: [grcn]
          space: {model.edgeDropout: [0, 0.5]}
        - method: ckd
          space: {ckd.lambdaG: [1, 5]}
      """;

  @Test
  void aStageKeepsWhatTheOnesBeforeFoundBest() throws Exception {
    List<List<String>> stages = new ArrayList<>();
    Optional<Map<Family, Found>> best =
        search(TWO_STAGES)
            .search(
                List.of(FAMILY),
                trials -> {
                  stages.add(trials.stream().map(WantedRun::label).toList());
                  Map<String, Outcome> outcomes = new HashMap<>();
                  trials.forEach(
                      run -> {
                        double recall =
                            run.settings().training().learningRate() == 0.01 ? 0.5 : 0.4;
                        outcomes.put(
                            run.hash(),
                            new Outcome(
                                Training.End.FINISHED, new FinishedRun(runs.finish(run, recall))));
                      });
                  return Optional.of(outcomes);
                });
    assertThat(stages)
        .containsExactly(
            List.of(
                "sample vbpr plain seed 1 (training.learningRate=0.001)",
                "sample vbpr plain seed 1 (training.learningRate=0.01)",
                "sample vbpr plain seed 1 (training.learningRate=0.1)"),
            List.of(),
            List.of(
                "sample vbpr ckd seed 1 (training.learningRate=0.01, ckd.lambdaG=1)",
                "sample vbpr ckd seed 1 (training.learningRate=0.01, ckd.lambdaG=5)"));
    assertThat(best.orElseThrow().get(FAMILY).point().text())
        .as("of equals the first")
        .isEqualTo("training.learningRate=0.01, ckd.lambdaG=1");
  }

  @Test
  void aStageThatIsNotRunEndsTheSearch() throws Exception {
    assertThat(search(TWO_STAGES).search(List.of(FAMILY), trials -> Optional.empty())).isEmpty();
  }

  @Test
  void whereNoTrialFinishesSettingsStayAndAreNamed() throws Exception {
    assertThat(
            search(TWO_STAGES)
                .search(List.of(FAMILY), trials -> Optional.of(Map.of()))
                .orElseThrow())
        .as("the stage for another backbone is nothing that is missing")
        .containsEntry(
            FAMILY, new Found(Point.none(), List.of("training.learningRate", "ckd.lambdaG")));
  }

  @Test
  void valuesAreCheckedWithEveryMethodThatMayGetThem() throws Exception {
    String stages = "stages: [{method: ckd, space: {ckd.specific: [hinge, mse]}}]";
    search(stages).check(List.of(FAMILY), List.of("plain", "ckd:uniform"));
    assertThatThrownBy(() -> search(stages).check(List.of(FAMILY), List.of("plain", "ckd:mse")))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("ckd.specific: contradicts method ckd:mse", "F.yaml");
  }

  @Test
  void unknownKeysAreNamedWithTheFile() throws Exception {
    GridSearch search = search("stages: [{method: plain, space: {training.rate: [1]}}]");
    assertThatThrownBy(() -> search.check(List.of(FAMILY), List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("training.rate: unknown key", "F.yaml");
    assertThatThrownBy(() -> search("stages: [{method: plain, space: {seed: [1]}, spaces: {}}]"))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("stages[0].spaces: unknown key", "F.yaml");
  }

  @Test
  void aStageForANameThatIsNoBackboneIsRefused() {
    assertThatThrownBy(
            () ->
                search("stages: [{method: plain, backbones: [vbpr, vpbr], space: {ckd.tau: [1]}}]"))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("F.yaml", "stages[0].backbones: 'vpbr' is no backbone", "vbpr,");
  }

  @Test
  void aTrialWithTheDefaultIsTheRunThatIsThereWithout() {
    YamlFile file = YamlFile.find("--grid", "paper", "conf/grids");
    Cell grcn = new Cell("sample", "grcn", "plain", 1);
    Point first = new Space(file.name(), Grid.read(file).stages().get(1).space()).grid().get(0);
    assertThat(resolver.resolve(grcn, first.flags()).hash())
        .isEqualTo(resolver.resolve(grcn, List.of()).hash());
  }

  @Test
  void thePapersGridFitsTheConfiguration() {
    YamlFile file = YamlFile.find("--grid", "paper", "conf/grids");
    GridSearch search = new GridSearch(Grid.read(file), file.name(), resolver, 1);
    List<Integer> counts = new ArrayList<>();
    search.check(List.of(FAMILY, new Family("sample", "grcn")), List.of("gb"));
    search.search(
        List.of(FAMILY, new Family("sample", "grcn")),
        trials -> {
          counts.add(trials.size());
          return Optional.of(Map.of());
        });
    assertThat(counts).containsExactly(32, 9, 32);
  }

  @Test
  void halvingTrainsTheBestLonger() throws Exception {
    Map<String, JsonNode> tree = new HashMap<>();
    file("training.learningRate: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]")
        .tree()
        .properties()
        .forEach(entry -> tree.put(entry.getKey(), entry.getValue()));
    List<Point> points = new Space("F.yaml", tree).grid();
    Tuning tuning =
        new Tuning(
            new Cell("sample", "vbpr", "plain", 1),
            resolver,
            points,
            SuccessiveHalving.rungs(9, 9));
    RunIndex index = new RunIndex(runDir);
    List<String> trained = new ArrayList<>();
    tuning.run(
        new RunQueue(
            index,
            (run, settings, threads) -> {
              double rate = settings.training().learningRate();
              trained.add(rate + "x" + settings.training().epochs());
              WantedRun wanted =
                  resolver.resolve(
                      new Cell("sample", "vbpr", "plain", 1),
                      List.of(
                          new Sources.Flag("a", "training.learningRate", rate),
                          new Sources.Flag("b", "training.epochs", settings.training().epochs())));
              runs.finish(run, wanted, 1 - Math.abs(rate - 0.42));
              return new Ended();
            },
            9,
            new Interruption()),
        (run, outcome, time) -> {});
    assertThat(trained).hasSize(9 + 3 + 1).last().isEqualTo("0.4x9");
    assertThat(trained.subList(9, 12)).containsExactlyInAnyOrder("0.4x3", "0.5x3", "0.3x3");
    assertThat(tuning.best().orElseThrow().text()).isEqualTo("training.learningRate=0.4");
    assertThat(YamlFile.settings(tuning.best().orElseThrow().values()))
        .isEqualTo("training:\n  learningRate: 0.4\n");
    assertThat(PlainText.of(tuning.table())).contains("Validation Recall@20");
    assertThat(tuning.table().rows().get(0).cells().get(3).text()).isEqualTo("0.9800");
  }

  /** A training that has been done at once. */
  private static final class Ended implements Training {

    @Override
    public boolean hasEnded() {
      return true;
    }

    @Override
    public void stop() {}

    @Override
    public End await() {
      return End.FINISHED;
    }
  }
}
