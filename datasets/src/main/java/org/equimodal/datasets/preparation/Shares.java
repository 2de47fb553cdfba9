package org.equimodal.datasets.preparation;

import org.equimodal.datasets.InputException;

/**
 * How much of the interactions each part of a split gets.
 *
 * @param train share for training, above 0
 * @param validation share for validation, above 0
 * @param test share for test, above 0; the three add up to 1
 */
public record Shares(double train, double validation, double test) {
  private static final double TOLERANCE = 1e-9;

  /**
   * Checks the shares.
   *
   * @throws InputException if one is not above 0, or they do not add up to 1
   */
  public Shares {
    boolean positive = train > 0 && validation > 0 && test > 0;
    if (!positive || Math.abs(train + validation + test - 1) > TOLERANCE) {
      throw new InputException(
          "the shares of training, validation and test must each be above 0 and add up to 1, were %s, %s and %s; for instance 0.8,0.1,0.1"
              .formatted(train, validation, test));
    }
  }

  /** A share of a number, rounded down, but not because of the share's own last bit. */
  static int of(int count, double share) {
    return (int) Math.floor(count * share + TOLERANCE);
  }
}
