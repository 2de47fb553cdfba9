package org.equimodal.trainer.report;

import java.util.List;

/**
 * Curves over one axis, whatever they are drawn as.
 *
 * @param id file name and anchor, for instance {@code figure1-lastfm-vbpr}
 * @param caption what it shows, a sentence without its full stop
 * @param xLabel what x is, with its unit
 * @param yLabel what y is, with its unit
 * @param series the curves
 * @param bands areas between two of them
 */
public record Chart(
    String id,
    String caption,
    String xLabel,
    String yLabel,
    List<Series> series,
    List<Band> bands) {

  /** Copies. */
  public Chart {
    series = List.copyOf(series);
    bands = List.copyOf(bands);
  }

  /** How a curve is drawn. */
  public enum Line {
    /** What the chart is about. */
    SOLID,
    /** What it is compared with. */
    DASHED
  }

  /**
   * A curve.
   *
   * @param name in the legend
   * @param line how it is drawn; curves of one colour differ by this
   * @param colour curves with one number have one colour, from 0
   * @param points with x growing
   */
  public record Series(String name, Line line, int colour, List<Point> points) {
    /** Copies. */
    public Series {
      points = List.copyOf(points);
    }
  }

  /** A point of a curve. */
  public record Point(double x, double y) {}

  /**
   * The area where one curve is above another, shaded.
   *
   * @param name in the legend
   * @param upper name of a series
   * @param lower name of a series
   */
  public record Band(String name, String upper, String lower) {}
}
