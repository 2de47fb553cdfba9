package org.equimodal.trainer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.equimodal.trainer.report.Chart.Point;

/**
 * The areas where one curve is above another, as polygons whose tips are where the curves cross.
 */
final class Shading {

  private final List<Point> upper;
  private final List<Point> lower;
  private final List<List<Point>> areas = new ArrayList<>();
  private final List<Point> top = new ArrayList<>();
  private final List<Point> bottom = new ArrayList<>();

  private Shading(List<Point> upper, List<Point> lower) {
    this.upper = upper;
    this.lower = lower;
  }

  /** The polygons, from left to right; none where either curve has a gap. */
  static List<List<Point>> between(List<Point> upper, List<Point> lower) {
    TreeSet<Double> places = new TreeSet<>();
    upper.forEach(point -> places.add(point.x()));
    lower.forEach(point -> places.add(point.x()));
    Shading shading = new Shading(upper, lower);
    Double from = null;
    for (Double to : places) {
      if (from != null) {
        shading.stretch(from, to);
      }
      from = to;
    }
    shading.finish();
    return shading.areas;
  }

  /** Between two neighbouring places both curves are straight. */
  private void stretch(double from, double to) {
    double before = above(from);
    double after = above(to);
    double crossing = from + before / (before - after) * (to - from);
    if (before > 0 && after > 0) {
      begin(from);
      edge(to);
    } else if (before > 0 && after <= 0) {
      begin(from);
      tip(after == 0 ? to : crossing);
      finish();
    } else if (before <= 0 && after > 0) {
      tip(before == 0 ? from : crossing);
      edge(to);
    } else {
      finish();
    }
  }

  private double above(double x) {
    return Curve.at(upper, x) - Curve.at(lower, x);
  }

  private void begin(double x) {
    if (top.isEmpty()) {
      edge(x);
    }
  }

  private void edge(double x) {
    top.add(new Point(x, Curve.at(upper, x)));
    bottom.add(new Point(x, Curve.at(lower, x)));
  }

  private void tip(double x) {
    top.add(new Point(x, Curve.at(upper, x)));
  }

  private void finish() {
    if (!top.isEmpty()) {
      List<Point> area = new ArrayList<>(top);
      for (int k = bottom.size() - 1; k >= 0; k--) {
        area.add(bottom.get(k));
      }
      areas.add(area);
      top.clear();
      bottom.clear();
    }
  }
}
