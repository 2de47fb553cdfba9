package org.equimodal.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction for several tests at once (Scandinavian Journal of Statistics 6,
 * 1979): rejecting where the adjusted p-value is below a level keeps the chance of any false
 * rejection below that level, however the tests depend on each other.
 */
public final class HolmCorrection {

  private HolmCorrection() {}

  /**
   * Adjusts: the k-th smallest of m becomes the largest of {@code (m - j + 1) p_j} over j up to k,
   * and at most 1.
   *
   * @param pValues of all the tests, in any order
   * @return adjusted, in that order
   * @throws IllegalArgumentException if one is not from 0 to 1
   */
  public static double[] adjust(double[] pValues) {
    for (double p : pValues) {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("a p-value is from 0 to 1, was " + p);
      }
    }
    List<Integer> ascending =
        IntStream.range(0, pValues.length)
            .boxed()
            .sorted(Comparator.comparingDouble(test -> pValues[test]))
            .toList();
    double[] adjusted = new double[pValues.length];
    double largest = 0;
    for (int rank = 0; rank < pValues.length; rank++) {
      int test = ascending.get(rank);
      largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[test]));
      adjusted[test] = largest;
    }
    return adjusted;
  }
}
