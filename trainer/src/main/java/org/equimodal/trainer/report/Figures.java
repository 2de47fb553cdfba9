package org.equimodal.trainer.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them. */
public final class Figures {

  private static final double SMALL = 1e-4;
  private static final double SMALL_P = 1e-3;
  private static final double LARGE = 1e7;
  private static final MathContext DIGITS = new MathContext(4);

  private Figures() {}

  /** A metric, of which four decimals are worth reading. */
  public static String metric(Number value) {
    return String.format(Locale.ROOT, "%.4f", value.doubleValue());
  }

  /** A share of one: {@code 49.1 %}. */
  static String share(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** A share gained or lost: {@code +5.8 %}; empty if it is not a number. */
  public static String change(double share) {
    return Double.isFinite(share)
        ? String.format(Locale.ROOT, "%+.1f %%", 100 * share).replace('-', '−')
        : "";
  }

  /** A probability; empty if it is not a number. */
  public static String probability(double p) {
    if (Double.isNaN(p)) {
      return "";
    }
    if (p == 0) {
      return "<1e-300"; // smaller than a double can be
    }
    return String.format(Locale.ROOT, p < SMALL_P ? "%.1e" : "%.4f", p);
  }

  /** Four digits of anything. */
  static String rounded(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    BigDecimal digits = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
    double size = Math.abs(value);
    return size == 0 || (size >= SMALL && size < LARGE)
        ? digits.toPlainString()
        : digits.unscaledValue().toString().length() == 1
            ? digits.unscaledValue() + "e" + -digits.scale()
            : String.format(Locale.ROOT, "%.3e", value).replaceAll("0+e", "e");
  }
}
