package org.equimodal.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.trainer.report.CurveTest.curve;

import java.util.List;
import java.util.stream.IntStream;
import org.equimodal.trainer.report.Chart.Band;
import org.equimodal.trainer.report.Chart.Line;
import org.equimodal.trainer.report.Chart.Point;
import org.equimodal.trainer.report.Chart.Series;
import org.junit.jupiter.api.Test;

/** In a small drawing, x goes from 58 to 368 and y from 182 up to 26. */
class SvgChartTest {

  private static Series series(String name, double... ys) {
    return new Series(name, Line.SOLID, 0, curve(ys));
  }

  private static String svg(List<Band> bands, Series... series) {
    Chart chart = new Chart("c", "How it went", "epoch", "recall", List.of(series), bands);
    return SvgChart.of(chart, SvgChart.Size.SMALL);
  }

  private static String svg(Series... series) {
    return svg(List.of(), series);
  }

  @Test
  void drawsACurve() {
    assertThat(svg(series("all", 0, 1, 0.5)))
        .startsWith("<svg class=\"chart small\" viewBox=\"0 0 380 230\" role=\"img\"")
        .contains("aria-label=\"How it went. recall over epoch: all\"")
        .contains("data-x=\"0.0 2.0\" data-plot=\"58 368\"")
        .contains(
            "<g class=\"series\" style=\"--c:var(--c0)\" data-name=\"all\""
                + " data-points=\"0 0,1 1,2 0.5\"><title>all</title>"
                + "<path d=\"M58 182L213 26L368 104\"/></g>")
        .contains("<text class=\"x tick\" x=\"213\" y=\"189\">1</text>")
        .contains("<text class=\"y tick\" x=\"51\" y=\"150.8\">0.2</text>")
        .doesNotContain("direct");
  }

  @Test
  void whatItIsComparedWithIsDashedAndInItsColour() {
    Series teacher = new Series("teacher", Line.DASHED, 10, curve(0, 1));
    assertThat(svg(teacher)).contains("<g class=\"series dashed\" style=\"--c:var(--c2)\"");
  }

  @Test
  void gapsAreNotDrawn() {
    assertThat(svg(series("all", 0, 1, Double.NaN, 1, 0, Double.NaN, 0.5)))
        .contains("data-points=\"0 0,1 1,3 1,4 0,6 0.5\"")
        .contains("<path d=\"M58 182L109.7 26M213 26L264.7 182\"/><circle cx=\"368\" cy=\"104\"");
  }

  @Test
  void onePointIsADot() {
    assertThat(svg(series("all", 0.5)))
        .contains("<circle cx=\"213\" cy=\"104\" r=\"5\"/>")
        .doesNotContain("<path");
  }

  @Test
  void aConstantIsALine() {
    assertThat(svg(series("all", 1, 1, 1))).contains("<path d=\"M58 104L213 104L368 104\"/>");
  }

  @Test
  void saysThatThereIsNothing() {
    assertThat(svg()).contains("role=\"img\"", ">no data</text>").endsWith("</svg>");
    assertThat(svg(series("all"), series("other", Double.NaN)))
        .contains(">no data</text>")
        .doesNotContain("<g ");
  }

  @Test
  void emptyCurvesAreLeftOut() {
    assertThat(svg(series("all", 0, 1), series("none", Double.NaN, Double.NaN)))
        .contains("data-name=\"all\"")
        .doesNotContain("data-name=\"none\"");
  }

  @Test
  void shadesWhereACurveIsAboveAnother() {
    Band gap = new Band("behind", "teacher", "student");
    assertThat(svg(List.of(gap), series("teacher", 1, 0), series("student", 0, 1)))
        .contains(
            "<path class=\"band\" style=\"--c:var(--c0)\""
                + " d=\"M58 26L188.5 104L58 182Z\"><title>behind</title></path>");
    assertThat(svg(List.of(gap), series("teacher", 0, 1))).doesNotContain("band");
    assertThat(svg(List.of(gap), series("student", 1, 1), series("teacher", 0, 0)))
        .doesNotContain("band");
  }

  @Test
  void namesStandBesideTheEndsIfTheyFit() {
    assertThat(svg(series("all", 0, 1), series("one", 1, 0)))
        .contains("<text class=\"direct\" x=\"353\" y=\"26\">all</text>")
        .contains("<text class=\"direct\" x=\"353\" y=\"182\">one</text>");
    assertThat(svg(series("all", 0, 1), series("one", 1, 0.99))).doesNotContain("direct");
  }

  @Test
  void manyEpochsStaySmall() {
    double[] ys = IntStream.range(0, 20_000).mapToDouble(k -> Math.sin(k)).toArray();
    assertThat(svg(series("all", ys)).length()).isBetween(5_000, 15_000);
  }

  @Test
  void namesAreEscaped() {
    Series series = new Series("<b>\"&'", Line.SOLID, 0, List.of(new Point(1, 1)));
    Chart chart = new Chart("c", "<i>", "<x>", "<y>", List.of(series), List.of());
    assertThat(SvgChart.of(chart, SvgChart.Size.LARGE))
        .contains("&lt;b&gt;&quot;&amp;&#39;", "&lt;i&gt;", "&lt;x&gt;", "&lt;y&gt;")
        .doesNotContain("<b>", "<i>", "<x>", "<y>");
  }
}
