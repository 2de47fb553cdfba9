package org.equimodal.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.equimodal.trainer.report.Chart.Band;
import org.equimodal.trainer.report.Chart.Line;
import org.equimodal.trainer.report.Chart.Series;
import org.equimodal.trainer.report.Report.Link;
import org.equimodal.trainer.report.Report.Listing;
import org.equimodal.trainer.report.Report.Section;
import org.equimodal.trainer.report.Table.Cell;
import org.equimodal.trainer.report.Table.Row;
import org.junit.jupiter.api.Test;

class HtmlPageTest {

  private static final String NAME = "<script>\"{{body}}&'$1";
  private static final String SAFE = "&lt;script&gt;&quot;{{body}}&amp;&#39;$1";

  private static String page(Report report) {
    return HtmlPage.of(report, Path.of("runs/a"));
  }

  private static Report report(List<Section> sections) {
    return new Report(
        NAME,
        NAME,
        List.of(NAME, "Second."),
        sections,
        List.of(new Listing(NAME, NAME)),
        List.of(new Link(NAME, Path.of("runs", "b & <c>", "report.html"))));
  }

  @Test
  void escapesEverything() {
    Table table =
        new Table(
            NAME,
            NAME,
            1,
            List.of(NAME, "x"),
            List.of(new Row(List.of(Cell.of(NAME), new Cell(NAME, true)), true)),
            List.of(NAME));
    Chart chart =
        new Chart(
            NAME,
            NAME,
            NAME,
            NAME,
            List.of(new Series(NAME, Line.DASHED, 1, CurveTest.curve(1, 2))),
            List.of(new Band(NAME, NAME, NAME)));
    Section section = new Section(NAME, List.of(table), List.of(chart), SvgChart.Size.LARGE);
    String page = page(report(List.of(section)));
    assertThat(page)
        .doesNotContain(NAME)
        .contains("<title>" + SAFE + "</title>")
        .contains("<h1>" + SAFE + "</h1>")
        .contains("<p class=\"summary\">" + SAFE + " Second.</p>")
        .contains("<pre tabindex=\"0\">" + SAFE + "</pre>")
        .contains("<td><strong>" + SAFE + "</strong></td>");
    assertThat(page.split("<script>", -1)).as("one script, the page's own").hasSize(2);
  }

  @Test
  void needsNothingElse() {
    assertThat(page(report(List.of())))
        .contains("default-src 'none'")
        .doesNotContain("http:", "https:", "src=", "@import", "url(");
  }

  @Test
  void linksAreRelative() {
    assertThat(page(report(List.of())))
        .contains("<a href=\"../b%20%26%20%3Cc%3E/report.html\">" + SAFE + "</a>");
  }

  @Test
  void aTableHasItsHeadingsAndGroups() {
    Table table =
        new Table(
            "t",
            "Metrics",
            1,
            List.of("model", "recall"),
            List.of(
                new Row(List.of(Cell.of("a"), Cell.of("0.1")), false),
                new Row(List.of(Cell.of("b"), Cell.of("0.2")), true)),
            List.of("Means."));
    assertThat(HtmlTable.of(table))
        .isEqualTo(
            """
            <figure class="table" id="t">
            <figcaption>Metrics.</figcaption>
            <div class="scroll" tabindex="0" role="region" aria-label="Metrics"><table>
            <thead><tr><th scope="col" class="name">model</th><th scope="col">recall</th></tr></thead>
            <tbody>
            <tr><th scope="row">a</th><td>0.1</td></tr>
            <tr class="group"><th scope="row">b</th><td>0.2</td></tr>
            </tbody></table></div>
            <p class="note">Means.</p>
            </figure>
            """);
  }

  @Test
  void aLegendHasTheLastValues() {
    Chart chart =
        new Chart(
            "c",
            "Course",
            "epoch",
            "recall",
            List.of(
                new Series("all", Line.SOLID, 0, CurveTest.curve(1, 0.123456, Double.NaN)),
                new Series("none", Line.DASHED, 1, List.of())),
            List.of(new Band("behind", "all", "none")));
    assertThat(HtmlChart.of(chart, SvgChart.Size.SMALL))
        .contains("<span>all</span><b>0.1235</b></li>")
        .contains("<g class=\"dashed\" style=\"--c:var(--c1)\">")
        .contains("<span>none</span><b>no data</b></li>")
        .contains("<rect class=\"band\" style=\"--c:var(--c0)\"", "<span>behind</span></li>");
  }
}
