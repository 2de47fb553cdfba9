package org.equimodal.trainer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.equimodal.trainer.report.Chart.Point;

/** The geometry of curves. A point whose y is no finite number is a gap. */
final class Curve {

  private Curve() {}

  /** The stretches without gaps. */
  static List<List<Point>> stretches(List<Point> points) {
    List<List<Point>> stretches = new ArrayList<>();
    List<Point> current = new ArrayList<>();
    for (Point point : points) {
      if (Double.isFinite(point.y())) {
        if (current.isEmpty()) {
          stretches.add(current);
        }
        current.add(point);
      } else {
        current = new ArrayList<>();
      }
    }
    return stretches;
  }

  /**
   * What can be seen of a curve: of every column of pixels its lowest and highest point, and of a
   * gap that it is there.
   *
   * @param columns of the whole axis; fewer points than this are left as they are
   */
  static List<Point> visible(List<Point> points, Axis x, int columns) {
    if (points.size() <= columns) {
      return points;
    }
    List<Point> visible = new ArrayList<>();
    TreeSet<Integer> kept = new TreeSet<>(List.of(0, points.size() - 1));
    int start = 0;
    for (int k = 1; k <= points.size(); k++) {
      if (k == points.size()
          || column(points, k, x, columns) != column(points, start, x, columns)) {
        keepExtremes(points, start, k, kept);
        start = k;
      }
    }
    kept.forEach(k -> visible.add(points.get(k)));
    return visible;
  }

  private static int column(List<Point> points, int k, Axis x, int columns) {
    return (int) x.place(points.get(k).x(), 0, columns);
  }

  private static void keepExtremes(List<Point> points, int start, int end, TreeSet<Integer> kept) {
    int lowest = -1;
    int highest = -1;
    int gap = -1;
    for (int k = start; k < end; k++) {
      double y = points.get(k).y();
      if (!Double.isFinite(y)) {
        gap = k;
        continue;
      }
      lowest = lowest < 0 || y < points.get(lowest).y() ? k : lowest;
      highest = highest < 0 || y > points.get(highest).y() ? k : highest;
    }
    for (int k : new int[] {lowest, highest, gap}) {
      if (k >= 0) {
        kept.add(k);
      }
    }
  }

  /** A curve's height, NaN beside it and in its gaps. */
  static double at(List<Point> points, double x) {
    int low = 0;
    int high = points.size() - 1;
    while (low < high) { // the first point not before x
      int middle = (low + high) >>> 1;
      if (points.get(middle).x() < x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (points.isEmpty() || points.get(low).x() < x) {
      return Double.NaN;
    }
    Point next = points.get(low);
    if (next.x() == x) {
      return next.y();
    }
    if (low == 0) {
      return Double.NaN;
    }
    Point previous = points.get(low - 1);
    double share = (x - previous.x()) / (next.x() - previous.x());
    return previous.y() + share * (next.y() - previous.y());
  }
}
