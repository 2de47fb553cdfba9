package org.equimodal.trainer.experiment;

import java.util.Locale;

/** Numbers as tables show them. */
public final class Figures {

  private static final double SMALLEST_P = 0.0001;

  private Figures() {}

  /** A metric, in four decimals as the paper has it. */
  public static String metric(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** A share as a change in percent, empty if it is not a number. */
  public static String change(double share) {
    return Double.isFinite(share)
        ? String.format(Locale.ROOT, "%+.1f %%", 100 * share).replace('-', '−')
        : "";
  }

  /** A probability, empty if it is not a number. */
  public static String probability(double p) {
    if (Double.isNaN(p)) {
      return "";
    }
    return p < SMALLEST_P ? "<0.0001" : metric(p);
  }
}
