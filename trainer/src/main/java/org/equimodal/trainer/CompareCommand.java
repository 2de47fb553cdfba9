package org.equimodal.trainer;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.comparison.SignificanceReport;
import org.equimodal.trainer.comparison.SignificanceTable;
import org.equimodal.trainer.report.Latex;
import org.equimodal.trainer.report.Markdown;
import org.equimodal.trainer.report.PlainText;
import org.equimodal.trainer.run.AtomicFile;
import org.equimodal.trainer.run.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: whether finished runs differ by more than chance. */
@Command(
    name = "compare",
    description = {
      "Compares finished runs, or teachers in them, user by user on the test items: paired t-test, Wilcoxon"
          + " signed-rank test, effect size with a bootstrap interval; p-values also adjusted by Holm's method over"
          + " all pairs and metrics.",
      "The runs must have been tested on the same items; features and settings may differ."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {

  /** How a report is written. */
  enum Format {
    /** For a terminal. */
    TEXT(report -> PlainText.of(SignificanceTable.of(report))),
    /** As GitHub reads it. */
    MARKDOWN(report -> Markdown.of(SignificanceTable.of(report))),
    /** For papers. */
    LATEX(report -> Latex.of(SignificanceTable.of(report))),
    /** For programs, in full precision. */
    JSON(Json::text);

    private final Function<SignificanceReport, String> writer;

    Format(Function<SignificanceReport, String> writer) {
      this.writer = writer;
    }
  }

  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description = "Folders of runs; the others are compared with the first.")
  private List<Path> runs;

  @Option(
      names = "--baseline",
      paramLabel = "RUN",
      description = "Compares with this run instead of the first.")
  private Path baseline;

  @Option(names = "--all-pairs", description = "Compares every run with every other.")
  private boolean allPairs;

  @Option(
      names = "--average-seeds",
      description =
          "Takes runs that differ in their seeds only as one: a user's values are averaged over them before the"
              + " tests.")
  private boolean averageSeeds;

  @Option(
      names = "--metrics",
      paramLabel = "M",
      split = ",",
      description = "Columns of per-user.tsv: recall@20,ndcg@20,precision@20.")
  private List<String> metrics = List.of("recall@20", "ndcg@20", "precision@20");

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "text, markdown, latex or json (every figure in full precision): text.")
  private Format format = Format.TEXT;

  @Option(names = "--out", paramLabel = "F", description = "Writes to this file.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (allPairs && baseline != null) {
      throw new InputException(
          "compare: --all-pairs has no baseline; leave --baseline or --all-pairs out");
    }
    SignificanceReport report =
        SignificanceReport.of(
            new SignificanceReport.Plan(
                baselineFirst(),
                allPairs,
                averageSeeds,
                List.copyOf(new LinkedHashSet<>(metrics))));
    String text = format.writer.apply(report);
    if (out == null) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    } else {
      write(text);
    }
    return Main.OK;
  }

  private List<Path> baselineFirst() {
    List<Path> ordered = new ArrayList<>(runs);
    if (baseline != null) {
      ordered.removeIf(run -> absolute(run).equals(absolute(baseline)));
      ordered.add(0, baseline);
    }
    return ordered;
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private void write(String text) {
    try {
      AtomicFile.write(out, text);
    } catch (UncheckedIOException e) {
      throw new InputException("compare: --out: " + e.getMessage() + "; name another file", e);
    }
  }
}
