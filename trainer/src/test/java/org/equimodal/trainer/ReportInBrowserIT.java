package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.equimodal.trainer.report.Chart;
import org.equimodal.trainer.report.ExperimentRecord;
import org.equimodal.trainer.report.Table;
import org.equimodal.trainer.run.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports of a run and of an experiment, written by the packed program, in a browser. */
@EnabledIf(
    value = "org.equimodal.trainer.Browser#isThere",
    disabledReason = "no Chromium (Debian's packages chromium and chromium-driver)")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ReportInBrowserIT {

  private static final int EPOCHS = 12;
  private static final List<String> MODALITIES = List.of("textual", "visual", "acoustic");

  @TempDir static Path folder;

  private static Browser browser;
  private static Path run;
  private static Path experiment;

  @BeforeAll
  static void trainAndReport() throws Exception {
    // Not in a folder that is removed at the end: the browser's processes may still write then.
    browser = Browser.start(Files.createTempDirectory(Path.of("target"), "browser-"));
    TrainerJar jar = new TrainerJar(folder, Map.of());
    String epochs = Integer.toString(EPOCHS);
    succeed(jar, "--backbone", "vbpr", "--dataset", "sample", "--epochs", epochs);
    run = jar.onlyRun();
    experiment = Files.createDirectory(folder.resolve("experiment"));
    Json.write(experiment.resolve("experiment.json"), record());
    for (Path reported : List.of(run, experiment)) {
      succeed(jar, "report", reported.toString());
    }
  }

  private static void succeed(TrainerJar jar, String... arguments) throws Exception {
    TrainerJar.Finished finished = jar.run(arguments);
    assertThat(finished.exitCode()).as(finished.err()).isZero();
  }

  /** A wide table, long names, and a curve that falls behind another. */
  private static ExperimentRecord record() {
    List<Chart.Point> rising = List.of(new Chart.Point(1, 0.1), new Chart.Point(5, 0.4));
    List<Chart.Point> falling = List.of(new Chart.Point(1, 0.3), new Chart.Point(5, 0.2));
    Chart chart =
        new Chart(
            "figure1",
            "Two curves of <b>sample</b>",
            "epoch",
            "recall@20",
            List.of(
                new Chart.Series("teacher", Chart.Line.DASHED, 1, rising),
                new Chart.Series("a model with a rather long name", Chart.Line.SOLID, 1, falling)),
            List.of(new Chart.Band("behind", "teacher", "a model with a rather long name")));
    List<String> columns = List.of("method", "x".repeat(40), "y".repeat(40), "z".repeat(40));
    List<Table.Cell> cells = columns.stream().map(Table.Cell::of).toList();
    Table table =
        new Table("t", "A wide table", 1, columns, List.of(new Table.Row(cells, false)), List.of());
    return new ExperimentRecord(
        "Figure 1 <i>of the sample</i>",
        "reproduce figure1 " + "--option ".repeat(60),
        "2026-01-01T00:00:00Z",
        List.of(table),
        List.of(chart),
        List.of("../runs/" + run.getFileName()),
        List.of("A note."));
  }

  @AfterAll
  static void end() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  private static void open(Path reported, int width, String scheme) {
    browser.open(reported.resolve("report.html"), width, scheme);
  }

  private static int count(String selector) {
    return browser.run("return document.querySelectorAll('" + selector + "').length").asInt();
  }

  @ParameterizedTest
  @CsvSource({"1280, light", "1280, dark", "390, light", "390, dark"})
  void fitsTheScreenWithoutErrors(int width, String scheme) {
    for (Path reported : List.of(run, experiment)) {
      open(reported, width, scheme);
      JsonNode widths = browser.run("return [innerWidth, document.documentElement.scrollWidth]");
      assertThat(widths.get(0).asInt()).isEqualTo(width);
      assertThat(widths.get(1).asInt()).as("nothing sticks out").isLessThanOrEqualTo(width);
      assertThat(browser.console()).as("console").isEmpty();
    }
  }

  @Test
  void hasEveryCurve() {
    open(run, 1280, "light");
    List<JsonNode> epochs = RunFiles.metrics(run);
    assertThat(epochs).hasSize(EPOCHS);
    for (String part : List.of("specific", "generic", "gamma", "rho", "lambda", "saturated")) {
      assertThat(count("#" + part + " .series path")).as(part).isEqualTo(MODALITIES.size());
    }
    assertThat(count("#loss .series path")).as("loss, bpr, l2").isEqualTo(3);
    long validated = epochs.stream().filter(epoch -> epoch.has("validation.recall@20")).count();
    assertThat(validated).isGreaterThan(1);
    for (String name : List.of("all modalities", "teacher textual", "teacher acoustic")) {
      assertThat(points("validation", name)).as(name).hasSize((int) validated);
    }
    assertThat(points("loss", "bpr")).hasSize(EPOCHS);
    assertThat(count("#validation .series circle")).as("best epoch").isEqualTo(1);
    double lambda = epochs.get(0).get("lambda.visual").asDouble();
    double drawn = Double.parseDouble(points("lambda", "visual").get(0).split(" ", -1)[1]);
    assertThat(drawn).isCloseTo(lambda, Percentage.withPercentage(0.1));
    assertThat(count("table")).isEqualTo(4);
  }

  private static List<String> points(String chart, String series) {
    String script = "return document.querySelector('#%s .series[data-name=\"%s\"]').dataset.points";
    return List.of(browser.run(script.formatted(chart, series)).asText().split(",", -1));
  }

  @Test
  void anExperimentHasItsChartTableAndRun() {
    open(experiment, 1280, "light");
    assertThat(count(".series path")).isEqualTo(2);
    assertThat(count("path.band")).isEqualTo(1);
    assertThat(browser.run("return document.querySelector('h1').textContent").asText())
        .isEqualTo("Figure 1 <i>of the sample</i>");
    assertThat(browser.run("return document.querySelector('nav a').href").asText())
        .isEqualTo(run.resolve("report.html").toUri().toString());
  }

  @Test
  void darkAndLightCanBeChosen() {
    open(run, 1280, "light");
    JsonNode light = colours();
    open(run, 1280, "dark");
    JsonNode dark = colours();
    assertThat(light.get(0).asText()).isEqualTo("rgb(255, 255, 255)");
    for (int k = 0; k < light.size(); k++) {
      assertThat(dark.get(k)).isNotEqualTo(light.get(k));
    }
    browser.run("document.getElementById('theme').click()");
    assertThat(colours()).as("toggled").isEqualTo(light);
    browser.run("document.getElementById('theme').click()");
    assertThat(colours()).as("and back").isEqualTo(dark);
  }

  /** Of the paper, the text and the first curve. */
  private static JsonNode colours() {
    return browser.run(
        "const body = getComputedStyle(document.body);"
            + "const curve = getComputedStyle(document.querySelector('.series path'));"
            + "return [body.backgroundColor, body.color, curve.stroke]");
  }

  @Test
  void theMouseReadsValues() {
    open(run, 1280, "light");
    String read =
        "const figure = document.getElementById('loss'), svg = figure.querySelector('svg.chart');"
            + "const box = svg.getBoundingClientRect();"
            + "const say = (type, x) => svg.dispatchEvent(new PointerEvent(type,"
            + " {clientX: box.left + x * box.width, clientY: box.top + 50}));"
            + "const legend = () => figure.querySelector('.legend').textContent;"
            + "const before = legend(); say('pointermove', 0.12); const first = legend();"
            + "say('pointerleave', 0); return [before, first, legend()]";
    JsonNode legends = browser.run(read);
    assertThat(legends.get(0).asText()).contains("last");
    double loss = RunFiles.metrics(run).get(0).get("loss").asDouble();
    assertThat(legends.get(1).asText()).contains("epoch 1", Double.toString(loss).substring(0, 4));
    assertThat(legends.get(2)).isEqualTo(legends.get(0));
  }
}
