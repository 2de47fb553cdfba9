package org.equimodal.trainer.benchmark;

import java.util.List;

/**
 * The durations of one part, round by round.
 *
 * @param of a backbone's label, or what else was measured
 * @param method what its steps were taken with; null where there are none
 * @param part of it
 * @param milliseconds in the order of the rounds
 */
record Series(String of, MeasuredMethod method, Part part, List<Double> milliseconds) {

  /**
   * What is kept of it.
   *
   * @param floor what the machine would need at best; null where that is not known
   */
  Figure figure(Double floor) {
    return new Figure(of, method, part, Spread.of(milliseconds), floor);
  }
}
