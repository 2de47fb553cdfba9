package org.equimodal.trainer.report;

import java.nio.file.Path;
import org.equimodal.trainer.run.AtomicFile;

/** What a report can be written as. */
public enum ReportFormat {
  /** One page with everything. */
  HTML("html") {
    @Override
    String text(Report report, Path folder) {
      return HtmlPage.of(report, folder);
    }
  },
  /** Summary and tables. */
  MARKDOWN("md") {
    @Override
    String text(Report report, Path folder) {
      return Markdown.of(report);
    }
  },
  /** Tables for a paper that uses booktabs. */
  LATEX("tex") {
    @Override
    String text(Report report, Path folder) {
      return Latex.of(report);
    }
  };

  private final String ending;

  ReportFormat(String ending) {
    this.ending = ending;
  }

  /** What its files end in, without the dot. */
  public String ending() {
    return ending;
  }

  /**
   * Writes a report.
   *
   * @param report what to write
   * @param file replaced if it exists
   */
  public void write(Report report, Path file) {
    AtomicFile.write(file, text(report, file.toAbsolutePath().getParent()));
  }

  /**
   * The text of the file.
   *
   * @param folder where it will lie
   */
  abstract String text(Report report, Path folder);
}
