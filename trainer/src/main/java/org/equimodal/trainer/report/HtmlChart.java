package org.equimodal.trainer.report;

import org.equimodal.trainer.report.Chart.Band;
import org.equimodal.trainer.report.Chart.Line;
import org.equimodal.trainer.report.Chart.Point;
import org.equimodal.trainer.report.Chart.Series;

/**
 * Charts in HTML: the drawing and a legend with the last value of every curve, or, with a mouse or
 * finger on the drawing, those of the nearest x.
 */
final class HtmlChart {

  private HtmlChart() {}

  /** The chart with its caption and legend, as a figure. */
  static String of(Chart chart, SvgChart.Size size) {
    StringBuilder legend = new StringBuilder();
    chart.series().forEach(series -> legend.append(entry(series)));
    chart.bands().forEach(band -> legend.append(entry(chart, band)));
    return """
        <figure class="chart" id="%s">
        <figcaption>%s.</figcaption>
        %s
        <ul class="legend">
        %s<li class="at" data-label="%s">at the last %s</li>
        </ul>
        </figure>
        """
        .formatted(
            Html.escaped(chart.id()),
            Html.escaped(chart.caption()),
            SvgChart.of(chart, size),
            legend,
            Html.escaped(chart.xLabel()),
            Html.escaped(chart.xLabel()));
  }

  private static String entry(Series series) {
    String shape =
        series.points().size() == 1
            ? "<circle cx=\"12\" cy=\"5\" r=\"4\"/>"
            : "<path d=\"M1 5h22\"/>";
    String dashed = series.line() == Line.DASHED ? " class=\"dashed\"" : "";
    String value = SvgChart.last(series).map(Point::y).map(Figures::rounded).orElse("no data");
    String swatch = "<g%s %s>%s</g>".formatted(dashed, SvgChart.colour(series.colour()), shape);
    return item(swatch, series.name(), "<b>" + value + "</b>");
  }

  private static String entry(Chart chart, Band band) {
    int colour =
        chart.series().stream()
            .filter(series -> series.name().equals(band.upper()))
            .mapToInt(Series::colour)
            .findFirst()
            .orElse(0);
    String shape =
        "<rect class=\"band\" %s width=\"24\" height=\"10\"/>".formatted(SvgChart.colour(colour));
    return item(shape, band.name(), "");
  }

  private static String item(String shape, String name, String value) {
    return """
        <li><svg class="swatch" viewBox="0 0 24 10" aria-hidden="true">%s</svg><span>%s</span>%s</li>
        """
        .formatted(shape, Html.escaped(name), value);
  }
}
