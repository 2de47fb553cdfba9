package org.equimodal.trainer;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.report.Report;
import org.equimodal.trainer.report.ReportFormat;
import org.equimodal.trainer.report.Reports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report}: what there is to read about a run or an experiment. */
@Command(
    name = "report",
    description =
        "Writes the report of a run, finished or not, of a teacher in it, or of an experiment.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class ReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN|EXPERIMENT", description = "The folder of a run or experiment.")
  private Path folder;

  @Option(
      names = "--out",
      paramLabel = "F",
      description = "The file, report.html in the folder; each format has its own ending.")
  private Path out;

  @Option(
      names = "--format",
      paramLabel = "html,markdown,latex",
      split = ",",
      description = "One or more, all by default; the latter two hold the tables.")
  private List<ReportFormat> formats = List.of(ReportFormat.values());

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Path stem = stem();
    Report report = Reports.of(folder);
    PrintWriter printer = spec.commandLine().getOut();
    for (ReportFormat format : formats) {
      Path file = stem.resolveSibling(stem.getFileName() + "." + format.ending());
      write(format, report, file);
      printer.println("report: " + file);
    }
    printer.flush();
    return Main.OK;
  }

  private static void write(ReportFormat format, Report report, Path file) {
    try {
      format.write(report, file);
    } catch (UncheckedIOException e) {
      throw new InputException("report: " + e.getMessage() + "; name another file with --out", e);
    }
  }

  /** The files without their endings. */
  private Path stem() {
    if (out == null) {
      return folder.resolve(Reports.NAME);
    }
    Path parent = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || !Files.isDirectory(parent)) {
      throw new InputException(
          "--out " + out + ": should be a file in a folder that is there, such as report.html");
    }
    String name = out.getFileName().toString();
    for (ReportFormat format : ReportFormat.values()) {
      if (name.endsWith("." + format.ending())) {
        return out.resolveSibling(name.substring(0, name.length() - format.ending().length() - 1));
      }
    }
    return out;
  }
}
