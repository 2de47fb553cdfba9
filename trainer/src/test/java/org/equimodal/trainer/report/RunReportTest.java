package org.equimodal.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.report.Chart.Line;
import org.equimodal.trainer.report.Chart.Point;
import org.equimodal.trainer.report.Chart.Series;
import org.equimodal.trainer.report.Report.Link;
import org.equimodal.trainer.report.Report.Section;
import org.equimodal.trainer.run.Divergence;
import org.equimodal.trainer.run.Json;
import org.equimodal.trainer.run.Manifest.TeacherReference;
import org.equimodal.trainer.run.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of runs whose figures are known. */
class RunReportTest {

  @TempDir Path parent;

  private WrittenRuns runs;

  @BeforeEach
  void chooseDataset() {
    runs = new WrittenRuns(parent, "toys");
  }

  private static List<String> titles(Report report) {
    return report.sections().stream().map(Section::title).toList();
  }

  private static Table table(Report report, String id) {
    return report.tables().filter(table -> table.id().equals(id)).findFirst().orElseThrow();
  }

  private static List<String> lines(Table table) {
    return Markdown.of(table).lines().filter(line -> line.startsWith("|")).toList();
  }

  private static Chart chart(Report report, String id) {
    return report.sections().stream()
        .flatMap(section -> section.charts().stream())
        .filter(chart -> chart.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(Chart chart) {
    return chart.series().stream().map(Series::name).toList();
  }

  @Test
  void comparesWithTeachersAndJointTraining() {
    runs.plain("a-plain");
    Report report = Reports.of(runs.ckd("b-ckd").path());
    assertThat(report.title()).isEqualTo("vbpr on toys");
    assertThat(report.lead()).isEqualTo("ckd, seed 7, best epoch 2 of 3");
    assertThat(report.summary())
        .containsExactly(
            "Test recall@20 is 0.5000, +25.0 % from joint training's 0.4000.",
            "Shown one modality alone, it lags its teacher most with visual, by 25.0 %.",
            "In joint training it lags most with visual, by 75.0 %.");
    assertThat(titles(report))
        .containsExactly("Test", "Imbalance", "Course", "By modality", "Time and memory");
    assertThat(lines(table(report, "imbalance")))
        .containsExactly(
            "| shown alone | teacher | plain | plain, gap | ckd | ckd, gap |",
            "| --- | ---: | ---: | ---: | ---: | ---: |",
            "| visual | 0.4000 | 0.1000 | −75.0 % | 0.3000 | −25.0 % |",
            "| textual | 0.4000 | 0.3600 | −10.0 % | 0.4000 | +0.0 % |",
            "| all modalities |  | 0.4000 |  | 0.5000 |  |");
    assertThat(lines(table(report, "test-10")))
        .element(2)
        .asString()
        .startsWith("| all modalities | 0.2500 |");
    assertThat(lines(table(report, "costs")))
        .contains("| ckd | 3 | 0.5 | 12.25 | 0.1 | 3 | 1,234 | - |");
  }

  @Test
  void drawsTheCourse() {
    Report report = Reports.of(runs.ckd("ckd").path());
    Chart validation = chart(report, "validation");
    assertThat(validation.series())
        .containsExactly(
            new Series("all modalities", Line.SOLID, 0, List.of(new Point(2, 0.45))),
            new Series("only visual", Line.SOLID, 1, List.of(new Point(2, 0.25))),
            new Series("teacher visual", Line.DASHED, 1, teacherCurve()),
            new Series("teacher textual", Line.DASHED, 2, teacherCurve()),
            new Series("best epoch", Line.SOLID, 0, List.of(new Point(2, 0.45))));
    Chart loss = chart(report, "loss");
    assertThat(names(loss)).containsExactly("loss", "bpr");
    assertThat(loss.series().get(0).points())
        .containsExactly(new Point(1, 2), new Point(2, 1), new Point(3, 2.0 / 3));
    assertThat(names(chart(report, "gamma"))).containsExactly("visual", "textual");
    assertThat(chart(report, "weight").series())
        .as("of no modality")
        .singleElement()
        .returns("joint", Series::name)
        .returns(0, Series::colour);
  }

  private static List<Point> teacherCurve() {
    return List.of(new Point(1, 0.4 * 1 / 3), new Point(2, 0.4 * 2 / 3), new Point(3, 0.4 * 3 / 3));
  }

  @Test
  void takesTheOldestOfTheSameTraining() throws Exception {
    RunFolder other = runs.plain("c");
    Files.writeString(other.config(), "backbone: vbpr\ndataset: toys\nmethod: plain\nseed: 8\n");
    RunFolder longer = runs.plain("d");
    Files.writeString(
        longer.config(),
        "backbone: vbpr\ndataset: toys\nmethod: plain\nseed: 7\ntraining: {epochs: 3}\n");
    RunFolder judgedOtherwise = runs.plain("d2");
    Files.writeString(
        judgedOtherwise.config(),
        "backbone: vbpr\ndataset: toys\nmethod: plain\nseed: 7\nevaluation: {maskValidationAtTest: true}\n");
    RunFolder unreadable = runs.plain("e");
    RunFolder without = runs.plain("e2");
    Files.writeString(without.path().resolve("result.json"), "{}");
    Files.writeString(unreadable.config(), "backbone: nothing\n");
    new WrittenRuns(parent, "others").plain("f");
    runs.begun("g", "plain");
    RunFolder oldest = runs.plain("h");
    runs.plain("i");
    Report report = Reports.of(runs.ckd("a").path());
    assertThat(report.links())
        .contains(new Link("joint training without balancing", oldest.path()));
  }

  @Test
  void aPlainRunHasNoTeachers() {
    Report report = Reports.of(runs.plain("plain").path());
    assertThat(report.summary())
        .containsExactly(
            "Test recall@20 is 0.4000.",
            "Shown one modality alone, the model keeps 25.0 % with visual, 90.0 % with textual.");
    assertThat(lines(table(report, "imbalance")))
        .containsExactly(
            "| shown alone | plain | plain, share |",
            "| --- | ---: | ---: |",
            "| visual | 0.1000 | 25.0 % |",
            "| textual | 0.3600 | 90.0 % |",
            "| all modalities | 0.4000 |  |");
    assertThat(titles(report)).doesNotContain("By modality");
    assertThat(report.links()).isEmpty();
  }

  @Test
  void aTeacherKnowsOneModality() {
    Path teacher = runs.ckd("ckd").teacher(modality("textual")).path();
    Report report = Reports.of(teacher);
    assertThat(report.lead()).isEqualTo("teacher of modality textual, seed 7, best epoch 2 of 3");
    assertThat(report.summary()).containsExactly("Test recall@20 is 0.4000, of textual alone.");
    assertThat(titles(report)).containsExactly("Test", "Course", "Time and memory");
    assertThat(names(chart(report, "validation"))).containsExactly("teacher");
  }

  private static Modality modality(String name) {
    return new Modality(0, name);
  }

  @Test
  void teachersMayLieElsewhere() {
    runs.ckd("first");
    RunFolder second = runs.begun("second", "ckd");
    String path = "../first/teachers/visual";
    second.writeManifest(runs.manifest(null, Map.of("visual", new TeacherReference(path, "hash"))));
    Report report = Reports.of(second.path());
    assertThat(names(chart(report, "validation"))).contains("teacher visual");
    assertThat(report.links())
        .containsExactly(new Link("teacher visual", parent.resolve("first/teachers/visual")));
  }

  @Test
  void anUnfinishedRunIsReportedAsFarAsItGot() {
    RunFolder run = runs.begun("begun", "ckd");
    runs.teacher(run, "visual", 0.4);
    Report report = Reports.of(run.path());
    assertThat(report.lead()).isEqualTo("ckd, seed 7, not finished");
    assertThat(report.summary())
        .containsExactly(
            "This run has not finished: it has trained 3 epochs, of which 2 is the best so far"
                + " (validation recall@20 0.4500).");
    assertThat(titles(report)).containsExactly("Course", "By modality");
    assertThat(names(chart(report, "validation"))).contains("all modalities", "teacher visual");
  }

  @Test
  void aDivergedRunSaysSo() {
    RunFolder run = runs.begun("begun", "plain");
    run.writeDivergence(new Divergence(4, "training diverged"));
    assertThat(Reports.of(run.path()).lead()).isEqualTo("plain, seed 7, diverged");
    assertThat(Reports.of(run.path()).summary())
        .containsExactly(
            "This run has not finished: it diverged in epoch 4, and would again; start a new run"
                + " with a smaller training.learningRate. It has trained 3 epochs, of which 2 is the"
                + " best so far (validation recall@20 0.4500).");
    RunFolder distilled = runs.started("started", "ckd");
    runs.teacher(distilled, "visual", 0.4).writeDivergence(new Divergence(4, ""));
    assertThat(Reports.of(distilled.path()).summary())
        .singleElement()
        .asString()
        .startsWith("This run has not finished: its teacher visual diverged in epoch 4, ");
  }

  @Test
  void aRunMayNotEvenHaveItsTeachers() {
    RunFolder run = runs.started("started", "ckd");
    assertThat(Reports.of(run.path()).summary())
        .containsExactly("This run has not finished: it has trained 0 epochs.");
    runs.ckd("other");
    runs.teacher(run, "visual", 0.4)
        .writeResult(runs.ckd("other").teacher(modality("visual")).readResult());
    runs.teacher(run, "textual", 0.3);
    Report report = Reports.of(run.path());
    assertThat(report.summary())
        .containsExactly(
            "This run has not finished: it has trained 0 epochs. 1 of its teachers has finished.");
    assertThat(lines(table(report, "test-20"))).hasSize(3);
    assertThat(names(chart(report, "validation")))
        .containsExactly("teacher textual", "teacher visual");
  }

  @Test
  void namesTheLineThatCannotBeRead() throws Exception {
    RunFolder run = runs.begun("begun", "plain");
    Path metrics = run.path().resolve("metrics.jsonl");
    Files.writeString(metrics, "{\"epoch\": 1}\n{\"epo\n{\"epoch\": 3}\n");
    assertThatThrownBy(() -> Reports.of(run.path()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("metrics.jsonl, line 2: not readable");
  }

  @Test
  void anExperimentHasItsTablesChartsAndRuns() {
    RunFolder run = runs.plain("plain");
    ReportFormat.HTML.write(Reports.of(run.path()), run.path().resolve("report.html"));
    runs.plain("other");
    Table table = new Table("t", "T", 1, List.of("a"), List.of(), List.of());
    Chart chart = new Chart("c", "C", "x", "y", List.of(), List.of());
    ExperimentRecord record =
        new ExperimentRecord(
            "Table 1",
            "reproduce table1",
            "2026-01-01T00:00:00Z",
            List.of(table),
            List.of(chart),
            List.of("../plain", "../other"),
            List.of("A note."));
    Path folder = RunFolder.at(parent.resolve("table1")).prepare().path();
    Json.write(folder.resolve("experiment.json"), record);
    Report report = Reports.of(folder);
    assertThat(report.title()).isEqualTo("Table 1");
    assertThat(report.summary()).containsExactly("A note.");
    assertThat(report.tables()).containsExactly(table);
    assertThat(chart(report, "c")).isEqualTo(chart);
    assertThat(HtmlPage.of(report, folder))
        .contains("href=\"../plain/report.html\"", "href=\"../other\"", "reproduce table1");
  }
}
