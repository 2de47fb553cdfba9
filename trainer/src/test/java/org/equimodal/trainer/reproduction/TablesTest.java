package org.equimodal.trainer.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.trainer.experiment.Cell;
import org.equimodal.trainer.experiment.CellOutcomes;
import org.equimodal.trainer.experiment.DatasetFacts;
import org.equimodal.trainer.experiment.FinishedRun;
import org.equimodal.trainer.experiment.HandMadeRuns;
import org.equimodal.trainer.experiment.Outcome;
import org.equimodal.trainer.experiment.RunResolver;
import org.equimodal.trainer.experiment.Training;
import org.equimodal.trainer.experiment.WantedRun;
import org.equimodal.trainer.report.Chart;
import org.equimodal.trainer.report.Table;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.tuning.Found;
import org.equimodal.trainer.tuning.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables from runs that nobody trained.
 *
 * <p>The p-values are worked out by hand: four users, so three degrees of freedom, for which p = 1
 * - 2/π (x / (1 + x²) + atan x) with x = t / √3, where t is the mean of the differences over the
 * root of (their squared deviations / 12).
 */
class TablesTest {

  @TempDir Path runDir;

  private final CellOutcomes outcomes = new CellOutcomes();

  private Results results(
      String dataset, List<String> backbones, List<String> methods, Long... seeds) {
    Request request =
        new Request(
            List.of(Artefact.values()), List.of(dataset), backbones, methods, List.of(seeds));
    return new Results(
        request,
        dataset,
        new DatasetFacts(dataset, "data", HandMadeRuns.MODALITIES),
        outcomes,
        new PaperTables(),
        new PValues());
  }

  private RunFolder finished(
      String dataset, String backbone, String method, long seed, double... perUser) {
    HandMadeRuns runs = new HandMadeRuns(runDir, dataset);
    WantedRun run = runs.wanted(backbone, method, seed);
    RunFolder folder = runs.finish(run, perUser);
    outcomes.expect(run.cell(), run);
    outcomes.put(run, new Outcome(Training.End.FINISHED, new FinishedRun(folder)));
    return folder;
  }

  private void ended(String dataset, String backbone, long seed, Training.End end) {
    WantedRun run = new HandMadeRuns(runDir, dataset).wanted(backbone, "plain", seed);
    outcomes.expect(run.cell(), run);
    outcomes.put(run, new Outcome(end, null));
  }

  private static String cell(Table table, int row, String column) {
    return table.rows().get(row).cells().get(table.columns().indexOf(column)).text();
  }

  private static List<String> column(Table table, String column) {
    return IntStream.range(0, table.rows().size()).mapToObj(r -> cell(table, r, column)).toList();
  }

  @Test
  void table1HasMeansDeviationsAndGains() {
    finished("sample", "vbpr", "plain", 1, 0.1, 0.5, 0.4, 0.6);
    finished("sample", "vbpr", "plain", 2, 0.5, 0.5, 0.6, 0.8);
    finished("sample", "vbpr", "ckd", 1, 0.2, 0.6, 0.7, 0.5);
    finished("sample", "vbpr", "ckd", 2, 0.6, 0.6, 0.9, 0.7);
    Table table = Table1.of(results("sample", List.of("vbpr"), List.of("plain", "ckd"), 1L, 2L));
    // deviations of (0.4, 0.6) and (0.5, 0.7): 0.1 * sqrt(2)
    assertThat(column(table, "Recall@20"))
        .containsExactly("0.5000 ± 0.1414", "0.6000 ± 0.1414", "");
    assertThat(column(table, "NDCG@20")).startsWith("0.1667 ± 0.0471", "0.2000 ± 0.0471");
    assertThat(column(table, "NDCG@20 as the paper")).startsWith("0.2000 ± 0.0566");
    assertThat(column(table, "Precision@20")).startsWith("0.0500 ± 0.0141");
    assertThat(column(table, "Gain")).containsExactly("", "+20.0 %", "+20.0 %");
    // users differ by 0.1, 0.1, 0.3, -0.1: t = 0.1 / √(0.08 / 12) = √1.5
    assertThat(column(table, "p")).containsExactly("", "0.3081", "0.3081");
    assertThat(column(table, "Seeds")).containsExactly("2", "2", "1 backbone");
    assertThat(table.columns()).doesNotContain("Paper Recall@20");
    assertThat(table.rows().get(1).cells().get(3).strong()).isTrue();
    assertThat(table.rows().get(0).cells().get(3).strong()).isFalse();
  }

  @Test
  void oneSeedHasNoDeviation() {
    finished("sample", "vbpr", "plain", 1, 0.4);
    Table table = Table1.of(results("sample", List.of("vbpr"), List.of("plain"), 1L));
    assertThat(cell(table, 0, "Recall@20")).isEqualTo("0.4000");
    assertThat(table.caption()).endsWith("seed 1");
  }

  @Test
  void whatHasNoResultSaysWhy() {
    finished("sample", "vbpr", "plain", 1, 0.4);
    ended("sample", "vbpr", 2, Training.End.DIVERGED);
    ended("sample", "deepstyle", 1, Training.End.FAILED);
    ended("sample", "deepstyle", 2, Training.End.FAILED);
    Table table =
        Table1.of(
            results("sample", List.of("vbpr", "deepstyle"), List.of("plain", "ckd"), 1L, 2L, 3L));
    assertThat(column(table, "Recall@20"))
        .containsExactly("0.4000", "not run", "failed: see log, not run", "not run");
    assertThat(column(table, "Seeds"))
        .containsExactly(
            "1 of 3 (1 diverged, 1 not run)",
            "0 of 3 (3 not run)",
            "0 of 3 (2 failed: see log, 1 not run)",
            "0 of 3 (3 not run)");
    assertThat(column(table, "Gain")).containsOnly("");
  }

  @Test
  void gainsAreOverTheSeedsThatBothHave() {
    finished("sample", "vbpr", "plain", 1, 0.4);
    finished("sample", "vbpr", "plain", 2, 0.9);
    finished("sample", "vbpr", "ckd", 1, 0.5);
    Table table = Table1.of(results("sample", List.of("vbpr"), List.of("plain", "ckd"), 1L, 2L));
    assertThat(cell(table, 1, "Gain")).isEqualTo("+25.0 %");
  }

  @Test
  void theMeanGainIsThatOfTheBackbones() {
    finished("sample", "vbpr", "plain", 1, 0.4);
    finished("sample", "vbpr", "ckd", 1, 0.6);
    finished("sample", "deepstyle", "plain", 1, 0.5);
    finished("sample", "deepstyle", "ckd", 1, 0.45);
    Table table =
        Table1.of(results("sample", List.of("vbpr", "deepstyle"), List.of("plain", "ckd"), 1L));
    assertThat(column(table, "Gain")).containsExactly("", "+50.0 %", "", "−10.0 %", "+20.0 %");
    assertThat(cell(table, 4, "Seeds")).isEqualTo("2 backbones");
  }

  /** Three seeds with one backbone, one of two with the other: neither counts more for that. */
  @Test
  void thePOfTheMeanGainWeighsBackbonesAlike() {
    finished("sample", "vbpr", "plain", 1, 0.1, 0.5, 0.4, 0.6);
    finished("sample", "vbpr", "plain", 2, 0.5, 0.5, 0.6, 0.8);
    finished("sample", "vbpr", "plain", 3, 0.3, 0.2, 0.1, 0.4);
    finished("sample", "vbpr", "ckd", 1, 0.3, 0.5, 0.8, 0.4);
    finished("sample", "vbpr", "ckd", 2, 0.5, 0.6, 0.9, 0.8);
    finished("sample", "vbpr", "ckd", 3, 0.4, 0.4, 0.3, 0.3);
    finished("sample", "deepstyle", "plain", 1, 0.4, 0.3, 0.2, 0.1);
    finished("sample", "deepstyle", "plain", 2, 0.9, 0.1, 0.8, 0.2);
    finished("sample", "deepstyle", "ckd", 1, 0.3, 0.4, 0.3, 0.4);
    Table table =
        Table1.of(
            results("sample", List.of("vbpr", "deepstyle"), List.of("plain", "ckd"), 1L, 2L, 3L));
    // vbpr: 0.1, 0.1, 0.3, -0.1 in the mean over its seeds, as in table 1 above; deepstyle: -0.1,
    // 0.1, 0.1, 0.3, the same in another order; the mean of both is 0, 0.1, 0.2, 0.1, t = √6
    assertThat(column(table, "p")).containsExactly("", "0.3081", "", "0.3081", "0.0917");
  }

  @Test
  void whereNobodyHasTestItemsThereIsNoP() {
    finished("sample", "vbpr", "plain", 1);
    finished("sample", "vbpr", "ckd", 1);
    Results results = results("sample", List.of("vbpr"), List.of("plain", "ckd"), 1L);
    assertThat(column(Table1.of(results), "p")).containsExactly("", "", "");
    assertThat(column(Table1.of(results), "Gain")).containsExactly("", "", "");
    assertThat(column(Table3.of(results), "p")).containsOnly("");
  }

  @Test
  void thePaperStandsBesideWithItsTypos() {
    Table table =
        Table1.of(results("baby", List.of("vbpr", "grcn"), List.of("plain", "gb", "ckd"), 1L));
    assertThat(column(table, "Paper Recall@20"))
        .containsExactly("0.0462", "0.0482", "0.0568", "0.0790", "0.0794", "0.0866");
    assertThat(column(table, "Paper NDCG@20")).startsWith("0.0208", "0.0022†", "0.0261");
    assertThat(column(table, "Paper gain")).containsExactly("", "", "+23.0 %", "", "", "+9.7 %");
    assertThat(table.notes())
        .last()
        .asString()
        .startsWith("† The paper prints 0.0022 for ndcg@20, gb of vbpr; 0.022 is likely meant");
    assertThat(Table1.of(results("baby", List.of("vbpr"), List.of("plain"), 1L)).notes())
        .noneMatch(note -> note.contains("†"));
  }

  @Test
  void table2HasViewsAndTeachersAndThePaper() {
    finished("baby", "vbpr", "plain", 1, 0.4);
    finished("baby", "vbpr", "ckd", 1, 0.6);
    Table table = Table2.of(results("baby", List.of("vbpr"), List.of("plain", "ckd"), 1L));
    assertThat(column(table, "Method")).containsExactly("plain", "uni-modal models", "ckd");
    assertThat(column(table, "textual")).containsExactly("0.2000", "0.7000", "0.3000");
    assertThat(column(table, "Paper textual")).containsExactly("0.0442", "0.0476", "0.0550");
    assertThat(column(table, "Paper visual")).containsExactly("0.0352", "0.0362", "0.0471");
  }

  @Test
  void table2TakesTheTeachersOfTheFirstMethodThatHasThem() {
    finished("baby", "vbpr", "ckd:uniform", 1, 0.6);
    finished("baby", "vbpr", "ckd", 1, 0.3);
    Table table =
        Table2.of(
            results("baby", List.of("vbpr"), List.of("plain", "gb", "ckd:uniform", "ckd"), 1L));
    assertThat(column(table, "Method"))
        .containsExactly("plain", "gb", "uni-modal models", "ckd:uniform", "ckd");
    assertThat(column(table, "textual")).endsWith("0.7000", "0.3000", "0.1500");
    assertThat(column(table, "Paper textual"))
        .containsExactly("0.0442", "0.0459", "0.0476", "", "0.0550");
  }

  @Test
  void table3ComparesWithPlainAndWithCkd() {
    finished("baby", "vbpr", "plain", 1, 0.1, 0.5, 0.4, 0.6);
    finished("baby", "vbpr", "ckd", 1, 0.2, 0.6, 0.7, 0.5);
    finished("baby", "vbpr", "ckd:no-generic", 1, 0.3, 0.5, 0.6, 0.4);
    Table table = Table3.of(results("baby", List.of("vbpr"), List.of("plain"), 1L));
    assertThat(column(table, "Method"))
        .containsExactly("plain", "ckd", "ckd:no-generic", "ckd:uniform", "ckd:kl", "ckd:mse");
    assertThat(column(table, "Recall@20")).startsWith("0.4000", "0.5000", "0.4500", "not run");
    assertThat(column(table, "Gain")).startsWith("", "+25.0 %", "+12.5 %", "");
    assertThat(column(table, "Beside ckd")).startsWith("−20.0 %", "", "−10.0 %", "");
    // -0.1, -0.1, -0.3, 0.1: t = -√1.5; and 0.1, -0.1, -0.1, -0.1: t = -0.05 / √(0.03 / 12) = -1
    assertThat(column(table, "p")).startsWith("0.3081", "", "0.3910", "");
    assertThat(column(table, "Paper Recall@20"))
        .containsExactly("", "0.0568", "0.0549", "0.0541", "0.0475", "0.0487");
  }

  @Test
  void figure1HasACurvePerModelAndWhatIsBetween() {
    Results results = results("sample", List.of("vbpr"), List.of("plain"), 1L, 2L);
    assertThat(Figure1.of(results, "vbpr")).isEmpty();
    finished("sample", "vbpr", "plain", 1, 0.4);
    finished("sample", "vbpr", "ckd", 1, 0.5);
    Chart chart = Figure1.of(results, "vbpr").orElseThrow();
    assertThat(chart.series())
        .extracting(Chart.Series::name)
        .containsExactly(
            "all modalities", "textual in the joint model", "textual alone", "visual alone");
    assertThat(chart.series().get(1).points()).containsExactly(new Chart.Point(1, 0.2));
    assertThat(chart.series().get(2).points()).containsExactly(new Chart.Point(1, 0.6));
    assertThat(chart.bands())
        .containsExactly(
            new Chart.Band(
                "textual under-optimised", "textual alone", "textual in the joint model"));
    assertThat(chart.caption()).endsWith("seed 1");
  }

  @Test
  void figure1SaysWhichCurvesItLacksAndWhy() {
    Results results = results("sample", List.of("vbpr"), List.of("plain"), 1L);
    assertThat(Figure1.missing(results, "vbpr")).contains("figure1-sample-vbpr: plain not run.");
    RunFolder plain = finished("sample", "vbpr", "plain", 1, 0.4);
    assertThat(Figure1.missing(results, "vbpr"))
        .contains(
            "figure1-sample-vbpr lacks visual in the joint model: the plain run has not measured them; remove its"
                + " folder, "
                + plain.path()
                + ", to have it trained again with evaluation.everyView; and textual alone, visual alone: they are"
                + " the teachers of ckd, not run.");
    finished("sample", "vbpr", "ckd", 1, 0.5);
    assertThat(Figure1.missing(results, "vbpr").orElseThrow())
        .contains("visual in the joint model")
        .doesNotContain("alone");
  }

  @Test
  void figure1LacksNothingWhereThereIsOneModality() {
    Results results = results("sample", List.of("vbpr"), List.of("plain"), 1L);
    finished("sample", "vbpr", "plain", 1, 0.4);
    finished("sample", "vbpr", "ckd", 1, 0.5);
    DatasetFacts visual = new DatasetFacts("sample", "data", HandMadeRuns.MODALITIES.subList(1, 2));
    assertThat(
            Figure1.missing(
                new Results(
                    results.request(),
                    results.key(),
                    visual,
                    outcomes,
                    results.paper(),
                    results.pValues()),
                "vbpr"))
        .isEmpty();
  }

  @Test
  void whatHasBeenReadIsNotReadAgain() throws Exception {
    finished("sample", "vbpr", "plain", 1, 0.1, 0.5, 0.4, 0.6);
    RunFolder folder = finished("sample", "vbpr", "ckd", 1, 0.2, 0.6, 0.7, 0.5);
    WantedRun ckd = new HandMadeRuns(runDir, "sample").wanted("vbpr", "ckd", 1);
    Results results = results("sample", List.of("vbpr"), List.of("plain", "ckd"), 1L);
    Table first = Table1.of(results);
    Files.delete(folder.path().resolve("per-user.tsv"));
    outcomes.put(ckd, new Outcome(Training.End.FINISHED, new FinishedRun(folder)));
    assertThat(Table1.of(results)).isEqualTo(first);
    assertThat(cell(Table3.of(results), 0, "p")).isEqualTo("0.3081");
  }

  @Test
  void runsOfOtherUsersAreNotCompared() {
    finished("sample", "vbpr", "plain", 1, 0.3, 0.5);
    RunFolder folder = finished("sample", "vbpr", "ckd", 1, 0.5);
    Results results = results("sample", List.of("vbpr"), List.of("plain", "ckd"), 1L);
    assertThatThrownBy(() -> Table1.of(results))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("have different users in per-user.tsv", folder.path().toString());
  }

  @Test
  void pValuesAreSaidToBeUnadjusted() {
    Results results = results("sample", List.of("vbpr"), List.of("plain", "ckd"), 1L);
    String unadjusted = "not adjusted for the number of comparisons; the command compare";
    assertThat(Table1.of(results).notes())
        .anyMatch(note -> note.contains(unadjusted))
        .anyMatch(note -> note.contains("p is of the backbones' mean difference"));
    assertThat(Table3.of(results).notes()).anyMatch(note -> note.contains(unadjusted));
  }

  @Test
  void aSearchThatChoseNothingIsSaidSo() {
    HandMadeRuns runs = new HandMadeRuns(runDir, "sample");
    Request request =
        new Request(
            List.of(Artefact.TABLE1),
            List.of("sample"),
            List.of("vbpr"),
            List.of("plain"),
            List.of(1L));
    Reproduction reproduction =
        new Reproduction(
            request,
            new RunResolver(
                (cell, tuned) -> runs.wanted(cell, tuned).settings(),
                settings -> SampleDataset.create()),
            "");
    reproduction.settle(
        Map.of(
            request.families().get(0), new Found(Point.none(), List.of("training.learningRate"))));
    assertThat(reproduction.notes())
        .containsExactly(
            "Settings of vbpr on sample that were not chosen, because none of their trials finished; the"
                + " defaults are used: training.learningRate.");
  }

  @Test
  void aRequestIsTheUnionOfWhatItsTablesTake() {
    Request request =
        new Request(
            List.of(Artefact.TABLE1, Artefact.FIGURE1),
            List.of("sample"),
            List.of("vbpr"),
            List.of("gb"),
            List.of(1L, 2L));
    assertThat(request.cells(request.families().get(0)))
        .containsExactly(
            new Cell("sample", "vbpr", "gb", 1),
            new Cell("sample", "vbpr", "plain", 1),
            new Cell("sample", "vbpr", "ckd", 1),
            new Cell("sample", "vbpr", "gb", 2));
  }
}
