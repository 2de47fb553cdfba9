package org.equimodal.trainer.report;

import java.util.List;
import java.util.Map;

/** A figure of the lines of {@code metrics.jsonl} as a curve over epochs. */
public final class EpochCurve {

  static final String EPOCH = "epoch";

  private EpochCurve() {}

  /**
   * The points of a figure; one that is no number, as the text NaN, is a gap.
   *
   * @param epochs the lines
   * @param key of the figure, as {@code validation.recall@20}; lines without it have no point
   */
  public static List<Chart.Point> of(List<Map<String, Object>> epochs, String key) {
    return epochs.stream()
        .filter(line -> line.containsKey(key))
        .map(line -> at(line, key))
        .toList();
  }

  /** The point of one line. */
  static Chart.Point at(Map<String, Object> line, String key) {
    return new Chart.Point(number(line.get(EPOCH)), number(line.get(key)));
  }

  private static double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
