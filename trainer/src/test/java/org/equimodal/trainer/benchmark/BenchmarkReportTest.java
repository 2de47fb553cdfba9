package org.equimodal.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.equimodal.trainer.benchmark.MeasuredMethod.CKD;
import static org.equimodal.trainer.benchmark.Reports.figure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void refusesWhatIsNoReport() throws Exception {
    refuses(() -> BenchmarkReport.read(file()), file().toString(), "no such file");
    Files.writeString(file(), "{\"steps\": ");
    refuses(() -> BenchmarkReport.read(file()), "not a readable report of a benchmark");
    Files.writeString(file(), "{}");
    refuses(() -> BenchmarkReport.read(file()), "not a report of a benchmark", "no figures");
  }

  @Test
  void refusesOtherSizesAndSettings() {
    BenchmarkReport report = Reports.of();
    report.requireComparable(file(), Reports.SIZES, List.of(Reports.VBPR));
    BenchmarkReport.Sizes other =
        new BenchmarkReport.Sizes("toy", 31, 20, 150, 30, Map.of("visual", 8));
    refuses(
        () -> report.requireComparable(file(), other, List.of()),
        file().toString(),
        "toy: 30 users",
        "toy: 31 users",
        "visual 8 wide");
    Candidate.Description wider =
        new Candidate.Description(
            "vbpr", "vbpr", JsonNodeFactory.instance.objectNode().put("dimension", 32), 1024, 5000);
    refuses(
        () -> report.requireComparable(file(), Reports.SIZES, List.of(wider)),
        "vbpr had batches of 1024+5000 and model {\"dimension\":64}",
        "{\"dimension\":32}");
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
        .matches(" +vbpr +ckd +step +\\| +100.0 +50.00 +0.50 \\| +2.00 +1.00 +0.50");
    assertThat(text).contains("ckd step / projections alone").doesNotContain("grcn", "mgcn");
  }
}
