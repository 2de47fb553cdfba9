package org.equimodal.trainer.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * The range of an axis and the round numbers in it, steps of 1, 2 or 5 times a power of ten apart.
 *
 * @param from its lower end
 * @param to its upper end, greater
 * @param step between two ticks
 */
record Axis(double from, double to, double step) {

  private static final int PARTS = 5;
  private static final double SAME = 1e-6; // of a value: nearer ones are drawn as one
  private static final double TOLERANCE = 1e-9; // of a step
  private static final int MAX_DECIMALS = 6;
  private static final double MAX_PLAIN = 1e7;

  /**
   * An axis that ends where the values do.
   *
   * @param whole whether there is nothing between whole numbers
   */
  static Axis exact(double min, double max, boolean whole) {
    if (max - min <= SAME * Math.max(Math.abs(min), Math.abs(max))) {
      double room = whole || min == 0 ? 1 : Math.abs(min) / 10;
      return exact(min - room, max + room, whole);
    }
    double step = step((max - min) / PARTS);
    return new Axis(min, max, whole ? Math.max(1, step) : step);
  }

  /** An axis that ends at ticks around the values. */
  static Axis rounded(double min, double max) {
    Axis exact = exact(min, max, false);
    double step = exact.step();
    return new Axis(
        step * Math.floor(exact.from() / step + TOLERANCE),
        step * Math.ceil(exact.to() / step - TOLERANCE),
        step);
  }

  private static double step(double atLeast) {
    double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power >= atLeast * (1 - TOLERANCE)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** The round numbers, ascending. */
  List<Double> ticks() {
    long first = (long) Math.ceil(from / step - TOLERANCE);
    long last = (long) Math.floor(to / step + TOLERANCE);
    return LongStream.rangeClosed(first, last).mapToObj(k -> k * step).toList();
  }

  /** A tick as text, with as many decimals as the step has. */
  String label(double tick) {
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + TOLERANCE));
    return decimals > MAX_DECIMALS || Math.max(Math.abs(from), Math.abs(to)) >= MAX_PLAIN
        ? Figures.rounded(tick)
        : String.format(Locale.ROOT, "%." + decimals + "f", tick);
  }

  /** Where a value lies between two places that stand for the ends. */
  double place(double value, double start, double end) {
    return start + (value - from) / (to - from) * (end - start);
  }
}
