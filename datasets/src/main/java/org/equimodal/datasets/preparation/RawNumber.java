package org.equimodal.datasets.preparation;

import java.util.OptionalDouble;

/** Numbers as raw data write them: decimal, perhaps with a fraction and an exponent. */
public final class RawNumber {
  /** Java would take NaN, Infinity, 5d and 0x1p3 for numbers, too. */
  private static final String CHARACTERS = "0123456789+-.eE";

  private RawNumber() {}

  /**
   * The number that a text is, but for white space around it; empty if it is none or not finite.
   */
  public static OptionalDouble of(String text) {
    String number = text.strip();
    for (int k = 0; k < number.length(); k++) {
      if (CHARACTERS.indexOf(number.charAt(k)) < 0) {
        return OptionalDouble.empty();
      }
    }
    try {
      double value = Double.parseDouble(number);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
