package org.equimodal.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.trainer.report.CurveTest.curve;

import java.util.List;
import org.equimodal.trainer.report.Chart.Point;
import org.junit.jupiter.api.Test;

class ShadingTest {

  private static Point p(double x, double y) {
    return new Point(x, y);
  }

  @Test
  void goesAlongBothCurves() {
    assertThat(Shading.between(curve(2, 3, 2), curve(1, 1, 1)))
        .containsExactly(List.of(p(0, 2), p(1, 3), p(2, 2), p(2, 1), p(1, 1), p(0, 1)));
  }

  @Test
  void endsWhereTheCurvesCross() {
    assertThat(Shading.between(curve(3, 0), curve(1, 1)))
        .as("left of x = 2/3")
        .containsExactly(List.of(p(0, 3), p(2 / 3.0, 1), p(0, 1)));
    assertThat(Shading.between(curve(0, 4), curve(1, 1)))
        .as("right of x = 1/4")
        .containsExactly(List.of(p(0.25, 1), p(1, 4), p(1, 1)));
  }

  @Test
  void hasAnAreaPerStretch() {
    assertThat(Shading.between(curve(2, 0, 2), curve(1, 1, 1)))
        .containsExactly(
            List.of(p(0, 2), p(0.5, 1), p(0, 1)), List.of(p(1.5, 1), p(2, 2), p(2, 1)));
  }

  @Test
  void curvesThatTouchEndIt() {
    assertThat(Shading.between(curve(2, 1, 2), curve(1, 1, 1)))
        .containsExactly(List.of(p(0, 2), p(1, 1), p(0, 1)), List.of(p(1, 1), p(2, 2), p(2, 1)));
    assertThat(Shading.between(curve(1, 1), curve(1, 1))).isEmpty();
    assertThat(Shading.between(curve(0, 0), curve(1, 1))).isEmpty();
  }

  @Test
  void findsCrossingsBetweenPointsOfDifferentPlaces() {
    List<Point> upper = List.of(p(0, 0), p(4, 4));
    List<Point> lower = List.of(p(1, 2), p(3, 2));
    assertThat(Shading.between(upper, lower)).containsExactly(List.of(p(2, 2), p(3, 3), p(3, 2)));
  }

  @Test
  void leavesGapsOut() {
    assertThat(Shading.between(curve(2, 2, Double.NaN, 2, 2), curve(1, 1, 1, 1, 1)))
        .containsExactly(
            List.of(p(0, 2), p(1, 2), p(1, 1), p(0, 1)),
            List.of(p(3, 2), p(4, 2), p(4, 1), p(3, 1)));
    assertThat(Shading.between(List.of(), curve(1, 1))).isEmpty();
  }
}
