package org.equimodal.trainer.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.trainer.report.Report.Link;
import org.equimodal.trainer.report.Report.Listing;
import org.equimodal.trainer.report.Report.Section;

/** The report of an experiment. */
final class ExperimentReport {

  private ExperimentReport() {}

  /**
   * The report.
   *
   * @param folder of the experiment
   */
  static Report of(ExperimentRecord experiment, Path folder) {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("Tables", experiment.tables(), List.of(), SvgChart.Size.LARGE));
    sections.add(new Section("Charts", List.of(), experiment.charts(), SvgChart.Size.LARGE));
    sections.removeIf(Section::isEmpty);
    List<Link> links =
        experiment.runs().stream()
            .map(run -> new Link(run, Reports.pageOr(folder.resolve(run))))
            .toList();
    return new Report(
        experiment.title(),
        experiment.created(),
        experiment.notes(),
        sections,
        List.of(new Listing("Command", experiment.command())),
        links);
  }
}
