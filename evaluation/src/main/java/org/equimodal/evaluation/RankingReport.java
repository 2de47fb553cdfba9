package org.equimodal.evaluation;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an evaluation found: values per user and their means. Keys are {@code <metric>@<cutoff>},
 * metrics in the order given and cut-offs ascending.
 */
public final class RankingReport {

  private final int[] userIds;
  private final Map<String, double[]> values;
  private final Map<String, Double> means = new LinkedHashMap<>();

  /** Takes ownership of both arguments; each array of values is parallel to the users. */
  RankingReport(int[] userIds, Map<String, double[]> values) {
    this.userIds = userIds;
    this.values = values;
    values.forEach((key, perUser) -> means.put(key, Arrays.stream(perUser).average().orElse(0)));
  }

  /** How many users were evaluated: those with held-out items. */
  public int users() {
    return userIds.length;
  }

  /** The evaluated users, ascending. */
  public int[] userIds() {
    return userIds.clone();
  }

  /**
   * One metric's value for every evaluated user, parallel to {@link #userIds()}.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  public double[] perUser(String key) {
    return measured(key, values).clone();
  }

  /**
   * One metric's mean over the evaluated users; 0 if there are none.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  public double mean(String key) {
    return measured(key, means);
  }

  /** Every mean by key, in a stable order. */
  public Map<String, Double> means() {
    return Collections.unmodifiableMap(means);
  }

  private static <T> T measured(String key, Map<String, T> map) {
    T found = map.get(key);
    if (found == null) {
      throw new IllegalArgumentException(key + " was not measured, only " + map.keySet());
    }
    return found;
  }
}
