package org.equimodal.trainer.benchmark;

/**
 * One measured duration.
 *
 * @param of a backbone's label, or what else was measured
 * @param method what its steps were taken with; null where there are none
 * @param part of it
 * @param milliseconds medians and spread
 * @param floor what the machine would need at best, in milliseconds; null where that is not known
 */
public record Figure(
    String of, MeasuredMethod method, Part part, Spread milliseconds, Double floor) {

  /** Median over floor; null where there is no floor. */
  Double timesFloor() {
    return floor == null ? null : milliseconds.median() / floor;
  }

  /** Whether the other is of the same thing. */
  boolean matches(Figure other) {
    return of.equals(other.of) && method == other.method && part == other.part;
  }
}
