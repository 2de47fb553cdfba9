package org.equimodal.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.equimodal.datasets.Interactions;

/**
 * Measures ranked lists against held-out items. Users without held-out items are skipped. Training
 * items are the ranking's business: they must not be in the lists.
 */
public final class RankingEvaluation {

  private final List<Metric> metrics;
  private final int[] cutoffs;

  /**
   * Chooses what is measured.
   *
   * @param metrics usually {@link Metrics#all()}
   * @param cutoffs the Ks, in any order
   * @throws IllegalArgumentException if a cut-off is below 1
   */
  public RankingEvaluation(List<Metric> metrics, List<Integer> cutoffs) {
    this.metrics = List.copyOf(metrics);
    this.cutoffs = cutoffs.stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
    if (this.cutoffs.length > 0 && this.cutoffs[0] < 1) {
      throw new IllegalArgumentException("cutoffs must be >= 1, was " + cutoffs);
    }
  }

  /**
   * Measures every user who has held-out items.
   *
   * @param ranked row u holds distinct items for user u, best first; it may be shorter than a
   *     cut-off, and anything, null included, for a user without held-out items
   * @param heldOut what should have been found
   * @throws IllegalArgumentException if a user with held-out items has no list
   */
  public RankingReport evaluate(int[][] ranked, Interactions heldOut) {
    int[] users =
        IntStream.range(0, heldOut.users()).filter(user -> heldOut.degree(user) > 0).toArray();
    List<Hits> hits = new ArrayList<>(users.length);
    for (int user : users) {
      if (user >= ranked.length || ranked[user] == null) {
        throw new IllegalArgumentException(
            "user " + user + " has held-out items but no ranked list");
      }
      hits.add(hits(ranked[user], heldOut, user));
    }
    Map<String, double[]> values = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      for (int cutoff : cutoffs) {
        values.put(
            metric.key(cutoff), hits.stream().mapToDouble(one -> metric.at(one, cutoff)).toArray());
      }
    }
    return new RankingReport(users, values);
  }

  private Hits hits(int[] items, Interactions heldOut, int user) {
    int length = Math.min(items.length, Arrays.stream(cutoffs).max().orElse(0));
    boolean[] byRank = new boolean[length];
    for (int index = 0; index < length; index++) {
      byRank[index] = heldOut.contains(user, items[index]);
    }
    return new Hits(byRank, heldOut.degree(user));
  }
}
