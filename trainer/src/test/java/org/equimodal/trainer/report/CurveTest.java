package org.equimodal.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.equimodal.trainer.report.Chart.Point;
import org.junit.jupiter.api.Test;

class CurveTest {

  /** A curve over 0, 1, 2... */
  static List<Point> curve(double... ys) {
    List<Point> points = new ArrayList<>();
    for (double y : ys) {
      points.add(new Point(points.size(), y));
    }
    return points;
  }

  @Test
  void gapsDivideIt() {
    double nan = Double.NaN;
    assertThat(Curve.stretches(curve(nan, 1, 2, nan, nan, 3, Double.POSITIVE_INFINITY)))
        .containsExactly(List.of(new Point(1, 1), new Point(2, 2)), List.of(new Point(5, 3)));
  }

  @Test
  void fewPointsStay() {
    List<Point> points = curve(1, 2, 3);
    assertThat(Curve.visible(points, Axis.exact(0, 2, true), 3)).isEqualTo(points);
  }

  @Test
  void thinningKeepsEndsExtremesAndGaps() {
    double[] ys = new double[10_000];
    for (int k = 0; k < ys.length; k++) {
      ys[k] = Math.sin(k);
    }
    ys[4321] = 7;
    ys[4322] = -7;
    ys[6000] = Double.NaN;
    List<Point> points = curve(ys);
    List<Point> visible = Curve.visible(points, Axis.exact(0, 9_999, true), 300);
    assertThat(visible)
        .hasSizeBetween(600, 604)
        .contains(new Point(4321, 7), new Point(4322, -7), new Point(6000, Double.NaN))
        .startsWith(points.get(0))
        .endsWith(points.get(9_999))
        .isSortedAccordingTo((a, b) -> Double.compare(a.x(), b.x()));
  }

  @Test
  void isStraightBetweenPointsAndNowhereElse() {
    List<Point> points = curve(1, 3, Double.NaN, 5);
    assertThat(Curve.at(points, 0.25)).isEqualTo(1.5);
    assertThat(Curve.at(points, 1)).isEqualTo(3);
    assertThat(Curve.at(points, 1.5)).isNaN();
    assertThat(Curve.at(points, 3)).isEqualTo(5);
    assertThat(Curve.at(points, -1)).isNaN();
    assertThat(Curve.at(points, 4)).isNaN();
    assertThat(Curve.at(List.of(), 0)).isNaN();
  }
}
