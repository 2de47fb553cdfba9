package org.equimodal.datasets.statistics;

/**
 * One side of the interactions, the users or the items.
 *
 * @param count how many ids there are
 * @param degree training interactions of each
 * @param withoutTrain ids without training interactions: cold ones, of which nothing is learnt but,
 *     for items, from their features
 * @param withoutValidation ids without validation interactions
 * @param withoutTest ids without test interactions
 * @param absent ids without any interaction: gaps in the numbering
 * @param firstAbsent the smallest of these; -1 if there is none
 */
public record SideStatistics(
    int count,
    Quantiles degree,
    int withoutTrain,
    int withoutValidation,
    int withoutTest,
    int absent,
    int firstAbsent) {

  /** By the degrees of all ids in the three parts; at least one id. */
  static SideStatistics of(int[] train, int[] validation, int[] test) {
    double[] degrees = new double[train.length];
    int[] without = new int[3];
    int absent = 0;
    int firstAbsent = -1;
    for (int id = 0; id < train.length; id++) {
      degrees[id] = train[id];
      without[0] += train[id] == 0 ? 1 : 0;
      without[1] += validation[id] == 0 ? 1 : 0;
      without[2] += test[id] == 0 ? 1 : 0;
      if (train[id] + validation[id] + test[id] == 0) {
        firstAbsent = absent == 0 ? id : firstAbsent;
        absent++;
      }
    }
    return new SideStatistics(
        train.length,
        Quantiles.of(degrees),
        without[0],
        without[1],
        without[2],
        absent,
        firstAbsent);
  }
}
