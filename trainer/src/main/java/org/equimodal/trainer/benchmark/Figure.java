package org.equimodal.trainer.benchmark;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/**
 * One measured duration.
 *
 * @param of a backbone's label, or what else was measured
 * @param method what its steps were taken with; null where there are none
 * @param part of it
 * @param milliseconds medians and spread
 * @param floor what the machine would need at best, in milliseconds; null where that is not known
 */
@JsonIgnoreProperties(value = "ratio", allowGetters = true)
public record Figure(
    String of, MeasuredMethod method, Part part, Spread milliseconds, Double floor) {

  /**
   * Checks that all is there.
   *
   * @throws NullPointerException if something is not
   */
  public Figure {
    Objects.requireNonNull(of, "a figure has no name");
    Objects.requireNonNull(part, "a figure has no part");
    Objects.requireNonNull(milliseconds, "a figure has no milliseconds");
  }

  /** Median over floor; null where there is no floor. */
  @JsonProperty("ratio")
  Double timesFloor() {
    return floor == null ? null : milliseconds.median() / floor;
  }

  /** Whether the other is of the same thing. */
  boolean matches(Figure other) {
    return of.equals(other.of) && method == other.method && part == other.part;
  }
}
