package org.equimodal.evaluation;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apache.commons.statistics.ranking.TiesStrategy;

/**
 * The two-sided Wilcoxon signed-rank test. Without zeros it is that of Commons Statistics. With
 * zeros, which are ranked and then left out (Pratt 1959), the variance of the sum of ranks is a
 * quarter of the sum of the others' squares, and that of Commons Statistics 1.2 is too small: it
 * takes the zeros off once as zeros (Cureton 1967) and once more as ties.
 */
final class SignedRanks {

  private static final double CONTINUITY = 0.5;

  private SignedRanks() {}

  /** The p-value of differences that are not all 0. */
  static double pValue(double[] differences) {
    return Arrays.stream(differences).anyMatch(difference -> difference == 0)
        ? withoutZeros(differences)
        : WilcoxonSignedRankTest.withDefaults().test(differences).getPValue();
  }

  /** By the normal approximation, with a correction for continuity. */
  private static double withoutZeros(double[] differences) {
    double[] ranks =
        new NaturalRanking(TiesStrategy.AVERAGE)
            .apply(Arrays.stream(differences).map(Math::abs).toArray());
    double balance = 0; // of gains over losses, expected to be 0
    double squares = 0;
    for (int user = 0; user < ranks.length; user++) {
      if (differences[user] != 0) {
        balance += Math.copySign(ranks[user], differences[user]);
        squares += ranks[user] * ranks[user];
      }
    }
    double beyond = Math.max(0, Math.abs(balance) / 2 - CONTINUITY);
    return 2 * NormalDistribution.of(0, 1).survivalProbability(beyond / Math.sqrt(squares / 4));
  }
}
