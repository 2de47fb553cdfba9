package org.equimodal.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.equimodal.trainer.benchmark.MeasuredMethod.CKD;
import static org.equimodal.trainer.benchmark.Reports.figure;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports are kept, read and compared. */
class BenchmarkReportTest {

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("report.json");
  }

  private static void refuses(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(InputException.class).message().contains(parts);
  }

  @Test
  void readsWhatItWrote() {
    BenchmarkReport report =
        Reports.of(
            figure("vbpr", CKD, Part.STEP, 100, 80.0),
            figure("vbpr", CKD, Part.PROJECTIONS, 80, 75.0),
            figure("vbpr", CKD, Part.REPORT, 0.25, null));
    report.write(file());
    assertThat(BenchmarkReport.read(file())).isEqualTo(report);
    assertThat(file()).content().contains("\"projections alone\"", "\"ckd\"");
  }

  @Test
  void keepsRatiosAndWhetherTargetsAreMet() throws Exception {
    Reports.of(
            figure("vbpr", CKD, Part.STEP, 100, 80.0),
            figure("vbpr", CKD, Part.PROJECTIONS, 80, 40.0))
        .write(file());
    JsonNode report = new ObjectMapper().readTree(file().toFile());
    assertThat(report.at("/figures/0/ratio").asDouble()).isEqualTo(1.25);
    assertThat(report.at("/figures/1/ratio").asDouble()).isEqualTo(2);
    assertThat(report.at("/targets/0/figure").asDouble()).isEqualTo(1.25);
    assertThat(report.at("/targets/0/met").isBoolean()).isTrue();
    assertThat(report.at("/targets/0/met").asBoolean()).as("at most 1.35").isTrue();
    assertThat(report.at("/targets/1/met").asBoolean(true)).as("skipped").isFalse();
  }

  @Test
  void refusesWhatIsNoReport() throws Exception {
    refuses(() -> BenchmarkReport.read(file()), file().toString(), "no such file");
    for (String text : List.of("{\"steps\": ", "null", "{}", "{\"figures\": [null]}")) {
      Files.writeString(file(), text);
      refuses(
          () -> BenchmarkReport.read(file()),
          file().toString(),
          "not a readable report of a benchmark");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/git, no commit",
    "/environment, no environment",
    "/environment/device, no device",
    "/sizes, no sizes",
    "/sizes/widths, no widths",
    "/candidates, no candidates",
    "/candidates/0/settings, a candidate has no settings",
    "/figures, no figures",
    "/figures/0/part, a figure has no part",
    "/figures/0/milliseconds, a figure has no milliseconds",
    "/targets, no targets",
    "/targets/0/of, a target has no name"
  })
  void refusesAReportThatLacksSomething(String path, String why) throws Exception {
    JsonPointer lost = JsonPointer.compile(path);
    Reports.of(figure("vbpr", CKD, Part.STEP, 100, 80.0)).write(file());
    ObjectMapper mapper = new ObjectMapper();
    JsonNode report = mapper.readTree(file().toFile());
    ((ObjectNode) report.at(lost.head())).remove(lost.last().getMatchingProperty());
    mapper.writeValue(file().toFile(), report);
    refuses(() -> BenchmarkReport.read(file()), file().toString(), why);
    assertThatThrownBy(() -> BenchmarkReport.read(file())).message().doesNotContain("\n");
  }

  @Test
  void refusesOtherSizesSettingsAndDevices() {
    BenchmarkReport report = Reports.of();
    report.requireComparable(file(), Reports.of());
    BenchmarkReport.Sizes more =
        new BenchmarkReport.Sizes("toy", 31, 20, 150, 30, Map.of("visual", 8));
    refuses(
        () -> report.requireComparable(file(), Reports.of(more, "cpu", Reports.VBPR)),
        file().toString(),
        "toy: 30 users",
        "toy: 31 users",
        "visual 8 wide");
    Candidate.Description wider =
        new Candidate.Description(
            "vbpr",
            "vbpr",
            new TreeMap<>(Map.of("model.dimension", "32", "training.batchSize", "1024")));
    refuses(
        () -> report.requireComparable(file(), Reports.of(Reports.SIZES, "cpu", wider)),
        "measured on vbpr model.dimension=64, this is vbpr model.dimension=32;");
    BenchmarkReport gpu = Reports.of(Reports.SIZES, "cuda:0", Reports.VBPR);
    refuses(() -> report.requireComparable(file(), gpu), "measured on cpu, this is cuda;");
    gpu.requireComparable(file(), Reports.of(Reports.SIZES, "cuda:1", Reports.VBPR));
  }

  @Test
  void marksRatiosThatLieApart() {
    Figure then = spread(10, 12, 2.0);
    assertThat(mark(then, spread(8, 9, 2.0))).isEqualTo(" faster");
    assertThat(mark(then, spread(13, 14, 2.0))).isEqualTo(" slower");
    assertThat(mark(then, spread(8, 10, 2.0))).isEmpty();
    assertThat(mark(then, spread(12, 14, 2.0))).isEmpty();
    assertThat(mark(then, spread(5, 6, 1.0))).as("a machine twice as fast").isEmpty();
    assertThat(mark(then, spread(10, 12, 1.0))).as("which is no help").isEqualTo(" slower");
    assertThat(mark(then, spread(8, 9, null))).as("no floor").isEmpty();
    assertThat(mark(spread(10, 12, null), spread(8, 9, 2.0))).as("no floor").isEmpty();
  }

  private static String mark(Figure then, Figure now) {
    return new Comparison.Durations(then, now).mark();
  }

  private static Figure spread(double lower, double upper, Double floor) {
    return new Figure("vbpr", CKD, Part.STEP, new Spread(1, lower, lower, upper, 99), floor);
  }

  @Test
  void comparesWhatIsCommon() {
    BenchmarkReport then =
        Reports.of(
            figure("vbpr", CKD, Part.STEP, 100, 50.0),
            figure("vbpr", CKD, Part.PROJECTIONS, 80, 40.0),
            figure("vbpr", CKD, Part.REPORT, 2, null),
            figure("grcn", CKD, Part.STEP, 1, 1.0));
    BenchmarkReport now =
        Reports.of(
            figure("vbpr", CKD, Part.STEP, 50, 50.0),
            figure("vbpr", CKD, Part.PROJECTIONS, 50, 50.0),
            figure("vbpr", CKD, Part.REPORT, 3, null),
            figure("mgcn", CKD, Part.STEP, 1, 1.0));
    Comparison comparison = Comparison.of(then, now);
    assertThat(comparison.durations()).hasSize(3);
    Comparison.Durations step = comparison.durations().get(0);
    assertThat(step.time()).as("half the time").isEqualTo(0.5);
    assertThat(step.timesFloor()).as("from 2 floors to 1").isEqualTo(0.5);
    Comparison.Durations reported = comparison.durations().get(2);
    assertThat(reported.time()).isEqualTo(1.5);
    assertThat(reported.timesFloor()).isNull();
    assertThat(comparison.ratios()).hasSize(1);
    assertThat(comparison.ratios().get(0).change()).as("1.25 to 1").isEqualTo(0.8);

    String text = Benchmark.compared(then, now);
    assertThat(text.lines().filter(line -> line.contains(" step ")).findFirst().orElseThrow())
        .matches(" +vbpr +ckd +step +\\| +100.0 +50.00 +0.50 \\| +2.00 +1.00 +0.50 faster");
    assertThat(text.lines().skip(1).findFirst())
        .hasValue(
            "then: unknown, 2026-01-01T00:00:00Z, cpu, 2 threads; now: unknown, 2026-01-01T00:00:00Z, cpu, 2 threads");
    assertThat(text).contains("ckd step / projections alone").doesNotContain("grcn", "mgcn");
  }
}
