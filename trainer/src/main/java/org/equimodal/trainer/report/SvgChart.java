package org.equimodal.trainer.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.equimodal.trainer.report.Chart.Band;
import org.equimodal.trainer.report.Chart.Line;
import org.equimodal.trainer.report.Chart.Point;
import org.equimodal.trainer.report.Chart.Series;

/**
 * A chart as an {@code svg} element for a page of HTML that has the colours {@code --c0} to {@code
 * --c7} and the style of its classes. What can be read off a curve under the mouse is in {@code
 * data-points}.
 */
final class SvgChart {

  private static final int COLOURS = 8;

  private static final double LEFT = 58;
  private static final double RIGHT = 12;
  private static final double TOP = 26;
  private static final double BOTTOM = 48;
  private static final double LETTER = 7;
  private static final double LINE_HEIGHT = 15;
  private static final int LONGEST_LABEL = 20;

  /** Width and height in units of the viewBox. */
  enum Size {
    /** Two side by side. */
    LARGE(600, 330),
    /** Small multiples. */
    SMALL(380, 230);

    private final int width;
    private final int height;

    Size(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  /** A name beside the end of its curve. */
  private record Label(String name, double y) {}

  private final Chart chart;
  private final Size size;
  private final Axis xAxis;
  private final Axis yAxis;
  private final List<Series> drawn;
  private final List<Label> labels;
  private final double right;
  private final StringBuilder svg = new StringBuilder();

  private SvgChart(Chart chart, Size size, List<Point> points) {
    this.chart = chart;
    this.size = size;
    boolean whole = points.stream().allMatch(point -> point.x() == Math.rint(point.x()));
    double[] xs = points.stream().mapToDouble(Point::x).sorted().toArray();
    double[] ys = points.stream().mapToDouble(Point::y).sorted().toArray();
    xAxis = Axis.exact(xs[0], xs[xs.length - 1], whole);
    yAxis = Axis.rounded(ys[0], ys[ys.length - 1]);
    drawn =
        chart.series().stream()
            .map(
                own ->
                    new Series(
                        own.name(),
                        own.line(),
                        own.colour(),
                        Curve.visible(own.points(), xAxis, size.width / 2)))
            .filter(own -> last(own).isPresent())
            .toList();
    labels = labels();
    int longest = labels.stream().mapToInt(label -> label.name().length()).max().orElse(0);
    right = size.width - RIGHT - longest * LETTER;
  }

  /** Draws a chart. */
  static String of(Chart chart, Size size) {
    List<Point> points =
        chart.series().stream()
            .flatMap(series -> series.points().stream())
            .filter(point -> Double.isFinite(point.y()))
            .toList();
    return points.isEmpty()
        ? opening(chart, size, "")
            + format(
                "<text class=\"empty\" x=\"%s\" y=\"%s\">no data</text></svg>",
                size.width / 2, size.height / 2)
        : new SvgChart(chart, size, points).draw();
  }

  /** The colour of a series or of what belongs to it, as an attribute. */
  static String colour(int number) {
    return "style=\"--c:var(--c" + Math.floorMod(number, COLOURS) + ")\"";
  }

  /** The last value of a curve. */
  static Optional<Point> last(Series series) {
    return series.points().stream()
        .filter(point -> Double.isFinite(point.y()))
        .reduce((before, after) -> after);
  }

  private static String opening(Chart chart, Size size, String attributes) {
    String names = chart.series().stream().map(Series::name).collect(Collectors.joining(", "));
    return format(
        "<svg class=\"chart %s\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\"%s>",
        size.name().toLowerCase(Locale.ROOT),
        size.width,
        size.height,
        Html.escaped(
            chart.caption() + ". " + chart.yLabel() + " over " + chart.xLabel() + ": " + names),
        attributes);
  }

  private String draw() {
    svg.append(
        opening(
            chart,
            size,
            format(
                " data-x=\"%s %s\" data-plot=\"%s %s\"",
                xAxis.from(), xAxis.to(), number(LEFT), number(right))));
    grid();
    chart.bands().forEach(this::band);
    add("<line class=\"guide\" y1=\"%s\" y2=\"%s\"/>", number(TOP), number(floor()));
    drawn.forEach(this::series);
    for (Label label : labels) {
      add(
          "<text class=\"direct\" x=\"%s\" y=\"%s\">%s</text>",
          number(right + 6), number(label.y()), Html.escaped(label.name()));
    }
    return svg.append("</svg>").toString();
  }

  private void grid() {
    for (double tick : yAxis.ticks()) {
      String y = number(y(tick));
      add(
          "<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>",
          number(LEFT), number(right), y, y);
      add(
          "<text class=\"y tick\" x=\"%s\" y=\"%s\">%s</text>",
          number(LEFT - 7), y, yAxis.label(tick));
    }
    for (double tick : xAxis.ticks()) {
      add(
          "<text class=\"x tick\" x=\"%s\" y=\"%s\">%s</text>",
          number(x(tick)), number(floor() + 7), xAxis.label(tick));
    }
    add(
        "<text class=\"label\" x=\"%s\" y=\"%s\">%s</text>",
        number(LEFT), number(TOP - 11), Html.escaped(chart.yLabel()));
    add(
        "<text class=\"x label\" x=\"%s\" y=\"%s\">%s</text>",
        number((LEFT + right) / 2), size.height - 5, Html.escaped(chart.xLabel()));
  }

  private void band(Band band) {
    Optional<Series> upper = find(band.upper());
    Optional<Series> lower = find(band.lower());
    if (upper.isEmpty() || lower.isEmpty()) {
      return;
    }
    String outline =
        Shading.between(upper.get().points(), lower.get().points()).stream()
            .map(area -> path(area) + "Z")
            .collect(Collectors.joining());
    if (!outline.isEmpty()) {
      add(
          "<path class=\"band\" %s d=\"%s\"><title>%s</title></path>",
          colour(upper.get().colour()), outline, Html.escaped(band.name()));
    }
  }

  private Optional<Series> find(String name) {
    return drawn.stream().filter(own -> own.name().equals(name)).findFirst();
  }

  private void series(Series own) {
    List<List<Point>> stretches = Curve.stretches(own.points());
    String data =
        stretches.stream()
            .flatMap(List::stream)
            .map(point -> Figures.rounded(point.x()) + " " + Figures.rounded(point.y()))
            .collect(Collectors.joining(","));
    add(
        "<g class=\"series%s\" %s data-name=\"%s\" data-points=\"%s\"><title>%s</title>",
        own.line() == Line.DASHED ? " dashed" : "",
        colour(own.colour()),
        Html.escaped(own.name()),
        data,
        Html.escaped(own.name()));
    String lines =
        stretches.stream()
            .filter(stretch -> stretch.size() > 1)
            .map(this::path)
            .collect(Collectors.joining());
    if (!lines.isEmpty()) {
      add("<path d=\"%s\"/>", lines);
    }
    for (List<Point> stretch : stretches) {
      if (stretch.size() == 1) {
        Point point = stretch.get(0);
        add("<circle cx=\"%s\" cy=\"%s\" r=\"5\"/>", number(x(point.x())), number(y(point.y())));
      }
    }
    svg.append("</g>");
  }

  private String path(List<Point> points) {
    return points.stream()
        .map(point -> number(x(point.x())) + " " + number(y(point.y())))
        .collect(Collectors.joining("L", "M", ""));
  }

  /** The names of curves beside their ends, if all fit there. */
  private List<Label> labels() {
    List<Label> all = new ArrayList<>();
    boolean fit = true;
    for (Series own : drawn.stream().filter(own -> own.points().size() > 1).toList()) {
      Point end = last(own).orElseThrow();
      fit &= end.x() == xAxis.to();
      all.add(new Label(own.name(), y(end.y())));
    }
    all.sort(Comparator.comparingDouble(Label::y));
    fit &= all.size() > 1;
    for (int k = 0; k < all.size(); k++) {
      fit &= all.get(k).name().length() <= LONGEST_LABEL;
      fit &= k == 0 || all.get(k).y() - all.get(k - 1).y() >= LINE_HEIGHT;
    }
    return fit ? all : List.of();
  }

  private double x(double value) {
    return xAxis.place(value, LEFT, right);
  }

  private double y(double value) {
    return yAxis.place(value, floor(), TOP);
  }

  private double floor() {
    return size.height - BOTTOM;
  }

  /** A coordinate to a tenth of a unit. */
  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private void add(String pattern, Object... values) {
    svg.append(format(pattern, values));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
