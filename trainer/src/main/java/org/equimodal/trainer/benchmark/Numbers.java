package org.equimodal.trainer.benchmark;

import java.util.Locale;

/** Figures as text: as many digits as are worth reading. */
final class Numbers {

  private static final String UNKNOWN = "-";

  private Numbers() {}

  /** Three digits or more of anything. */
  static String of(Double value) {
    if (value == null) {
      return UNKNOWN;
    }
    int decimals = value < 0.1 ? 4 : value < 1 ? 3 : value < 100 ? 2 : value < 1e4 ? 1 : 0;
    return format("%." + decimals + "f", value);
  }

  /** Two digits after the point, none from a hundred on, and no number from a thousand on. */
  static String ratio(Double value) {
    if (value == null) {
      return UNKNOWN;
    }
    return value < 1000 ? format(value < 100 ? "%.2f" : "%.0f", value) : ">999";
  }

  /** Two digits after the point, or thousands apart. */
  static String plain(double value) {
    return format(value < 100 ? "%.2f" : "%,.0f", value);
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
