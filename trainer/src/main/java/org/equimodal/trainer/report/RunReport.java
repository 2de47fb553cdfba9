package org.equimodal.trainer.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.equimodal.trainer.report.Report.Link;
import org.equimodal.trainer.report.Report.Listing;
import org.equimodal.trainer.report.Report.Section;
import org.equimodal.trainer.report.Table.Cell;
import org.equimodal.trainer.report.Table.Row;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.Result.Tested;

/** The report of a run, or of a teacher, as far as it got. */
final class RunReport {

  private final RunRecord run;
  private final Optional<RunRecord> plain;
  private final Map<String, RunRecord> teachers;

  private RunReport(RunRecord run) {
    this.run = run;
    this.plain = run.plainBeside();
    this.teachers = run.teachers();
  }

  /** The report of a run. */
  static Report of(RunRecord run) {
    return new RunReport(run).report();
  }

  private Report report() {
    RunCharts charts = new RunCharts(run);
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("Test", test(), List.of(), SvgChart.Size.LARGE));
    sections.add(new Section("Imbalance", imbalance(), List.of(), SvgChart.Size.LARGE));
    sections.add(
        new Section(
            "Course", List.of(), List.of(charts.validation(), charts.loss()), SvgChart.Size.LARGE));
    sections.add(new Section("By modality", List.of(), charts.perModality(), SvgChart.Size.SMALL));
    sections.add(new Section("Time and memory", costs(), List.of(), SvgChart.Size.LARGE));
    sections.removeIf(Section::isEmpty);
    return new Report(
        run.settings().backbone() + " on " + run.dataset(),
        lead(),
        RunSummary.of(run, plain),
        sections,
        listings(),
        links());
  }

  private String lead() {
    String teacher = run.isTeacher() ? " of modality " + run.manifest().get().modality() : "";
    String end =
        run.result()
            .map(r -> ", best epoch " + r.bestEpoch() + " of " + r.epochs())
            .orElse(run.folder().divergence().isPresent() ? ", diverged" : ", not finished");
    return run.method() + teacher + ", seed " + run.settings().seed() + end;
  }

  private List<Table> test() {
    List<Integer> cutoffs = run.settings().evaluation().cutoffs();
    if (run.result().isPresent()) {
      return cutoffs.stream()
          .map(cutoff -> ResultTable.of(run.result().get(), "test", cutoff))
          .toList();
    }
    Map<String, Tested> tested = new LinkedHashMap<>();
    teachers.forEach(
        (name, teacher) ->
            teacher.result().ifPresent(result -> tested.put(name, new Tested(result.test()))));
    String caption = run.settings().backbone() + " on " + run.dataset() + ", teachers";
    return tested.isEmpty()
        ? List.of()
        : cutoffs.stream().map(cutoff -> ResultTable.ofTeachers(caption, tested, cutoff)).toList();
  }

  private List<Table> imbalance() {
    return run
        .result()
        .filter(result -> !result.views().isEmpty())
        .map(result -> new Imbalance(result, plain.flatMap(RunRecord::result)).table())
        .stream()
        .toList();
  }

  private List<Table> costs() {
    List<Row> rows = new ArrayList<>();
    run.result().ifPresent(result -> rows.add(costs(run.method(), result)));
    teachers.forEach(
        (name, teacher) ->
            teacher.result().ifPresent(result -> rows.add(costs("teacher " + name, result))));
    plain.flatMap(RunRecord::result).ifPresent(result -> rows.add(costs("plain", result)));
    return rows.isEmpty()
        ? List.of()
        : List.of(
            new Table(
                "costs",
                "Time and peaks of memory",
                1,
                List.of(
                    "model",
                    "epochs",
                    "s/epoch",
                    "ms/step",
                    "evaluation, s",
                    "total, s",
                    "memory, MiB",
                    "on the GPU, MiB"),
                rows,
                List.of("A run's total includes the teachers that were trained with it.")));
  }

  private static Row costs(String name, Result result) {
    Result.Timing timing = result.timing();
    Stream<String> figures =
        Stream.of(
            Integer.toString(result.epochs()),
            Figures.rounded(timing.trainSecondsPerEpoch()),
            Figures.rounded(timing.stepMilliseconds()),
            Figures.rounded(timing.evaluationSeconds()),
            Figures.rounded(timing.totalSeconds()),
            memory(result.memory().peakRssMiB()),
            memory(result.memory().peakDeviceMiB()));
    return new Row(Stream.concat(Stream.of(name), figures).map(Cell::of).toList(), false);
  }

  private static String memory(long mebibytes) {
    return mebibytes == 0 ? "-" : String.format(Locale.ROOT, "%,d", mebibytes);
  }

  private List<Listing> listings() {
    return Stream.of(run.folder().config(), run.folder().manifest())
        .filter(Files::isRegularFile)
        .map(file -> new Listing(file.getFileName().toString(), text(file)))
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Link> links() {
    List<Link> links = new ArrayList<>();
    teachers.forEach((name, teacher) -> links.add(link("teacher " + name, teacher)));
    plain.ifPresent(other -> links.add(link("joint training without balancing", other)));
    return links;
  }

  private static Link link(String name, RunRecord other) {
    return new Link(name, Reports.pageOr(other.folder().path()));
  }
}
