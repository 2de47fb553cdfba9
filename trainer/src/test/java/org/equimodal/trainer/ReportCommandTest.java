package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.equimodal.trainer.report.WrittenRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportCommandTest {

  @TempDir Path folder;

  private Path run;

  @BeforeEach
  void writeRun() {
    run = new WrittenRuns(folder, "toys").plain("run").path();
  }

  @Test
  void writesAllFormsIntoTheFolder() throws Exception {
    Invocation invocation = Invocation.succeed("report", run.toString());
    assertThat(invocation.out().lines())
        .containsExactly(
            "report: " + run.resolve("report.html"),
            "report: " + run.resolve("report.md"),
            "report: " + run.resolve("report.tex"));
    assertThat(run.resolve("report.html")).content().startsWith("<!DOCTYPE html>");
    assertThat(run.resolve("report.md")).content().startsWith("# vbpr on toys\n");
    assertThat(run.resolve("report.tex")).content().startsWith("\\begin{table}\n");
    assertThat(RunFiles.in(folder))
        .as("what is left of writing")
        .noneMatch(f -> f.endsWith(".tmp"));
    Invocation.succeed("report", run.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "paper.html, html, paper.html",
    "paper.tex, latex, paper.tex",
    "paper.html, markdown, paper.md",
    "paper.v2, HTML, paper.v2.html"
  })
  void writesWhatIsAskedFor(String out, String format, String written) {
    Path file = folder.resolve(out);
    Invocation.succeed("report", run.toString(), "--out", file.toString(), "--format", format);
    assertThat(folder).isDirectoryContaining(path -> path.endsWith(written));
    assertThat(run.resolve("report.html")).doesNotExist();
  }

  private static void assertRefused(String part, String... arguments) {
    Invocation invocation = Invocation.of(arguments);
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.errorLines()).singleElement().asString().contains("error: ", part);
    assertThat(invocation.out()).isEmpty();
  }

  @Test
  void refusesWhatIsNoRun() throws Exception {
    String nowhere = folder.resolve("nowhere").toString();
    assertRefused("nowhere is neither a run nor an experiment", "report", nowhere);
    assertRefused("RUN|EXPERIMENT is missing; add it", "report");
    Files.writeString(run.resolve("config.yaml"), "backbone: tomorrow\n");
    assertRefused(
        "config.yaml: this version knows no backbone 'tomorrow'", "report", run.toString());
    Path experiment = Files.createDirectory(folder.resolve("experiment"));
    Files.writeString(experiment.resolve("experiment.json"), "{\"tables\": 1}");
    assertRefused("not a readable record of an experiment", "report", experiment.toString());
    Files.writeString(experiment.resolve("experiment.json"), "{}");
    assertRefused("it has no title", "report", experiment.toString());
    Files.writeString(run.resolve("config.yaml"), "backbone: vbpr\ndataset: toys\n");
    Files.writeString(run.resolve("result.json"), "{}");
    assertRefused("it has no status", "report", run.toString());
  }

  @Test
  void refusesWhatItCannotWriteTo() {
    assertRefused("--out", "report", run.toString(), "--out", folder.toString());
    assertRefused("--out", "report", run.toString(), "--out", folder.resolve("a/b").toString());
    assertRefused("--format", "report", run.toString(), "--format", "word");
  }

  @Test
  void saysWhatCouldNotBeWritten() throws Exception {
    Path inTheWay = Files.createDirectories(run.resolve("report.html/full")).getParent();
    assertRefused("cannot write " + inTheWay + ": ", "report", run.toString(), "--format", "html");
    Files.createDirectories(folder.resolve("paper.tex/full"));
    assertRefused(
        "name another file with --out",
        "report",
        run.toString(),
        "--format",
        "latex",
        "--out",
        folder.resolve("paper").toString());
  }
}
