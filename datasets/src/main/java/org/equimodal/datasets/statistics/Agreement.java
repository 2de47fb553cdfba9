package org.equimodal.datasets.statistics;

import java.util.Arrays;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Standardization;

/**
 * How much better than chance the items of one user agree in a modality: the cosines of pairs of
 * items that a user has in training, against those of pairs of items that users drawn apart have
 * ({@link ItemPairs}). Features are taken as training takes them, standardised or not, and centred
 * either way, because what the mean row says is common to all items. A row that is the mean itself
 * has cosine 0 with any other.
 *
 * <p>The figure to read is the AUC, the probability that a co-consumed pair is more alike than a
 * random pair, ties counting half: 0.5 is chance, whatever the scale of the cosines. Their means
 * are given beside it, but a difference of means depends on the features' width, and their ratio
 * means nothing when the random mean is near 0, as it is after centring.
 *
 * <p>The standard error is that of DeLong, DeLong and Clarke-Pearson (Biometrics 1988), which asks
 * nothing of the cosines' distribution. Pairs are drawn with replacement, so it says how far the
 * AUC of all pairs of this dataset may be, not what another dataset would give.
 *
 * @param pairs of each kind
 * @param coConsumed mean cosine of co-consumed pairs
 * @param random mean cosine of random pairs
 * @param auc probability that a co-consumed pair is more alike than a random one
 * @param standardError of the AUC
 */
public record Agreement(
    int pairs, double coConsumed, double random, double auc, double standardError) {

  /**
   * Of features as they are in their file.
   *
   * @param standardize whether training standardises them
   */
  static Agreement of(ItemPairs pairs, ItemFeatures raw, boolean standardize) {
    Cosines cosines = new Cosines(raw, standardize);
    return of(cosines.of(pairs.coConsumed()), cosines.of(pairs.random()));
  }

  /** Of the cosines of both kinds, at least two of each. */
  static Agreement of(double[] coConsumed, double[] random) {
    double[] above = shareBelow(coConsumed, random);
    double[] below = shareBelow(random, coConsumed);
    double auc = mean(above);
    double variance = variance(above) / above.length + variance(below) / below.length;
    return new Agreement(
        coConsumed.length, mean(coConsumed), mean(random), auc, Math.sqrt(variance));
  }

  /** For every value the share of others that are smaller, equal ones counting half. */
  private static double[] shareBelow(double[] values, double[] others) {
    double[] sorted = others.clone();
    Arrays.sort(sorted);
    double[] shares = new double[values.length];
    Arrays.setAll(
        shares,
        k ->
            (smaller(sorted, values[k], false) + smaller(sorted, values[k], true))
                / (2.0 * sorted.length));
    return shares;
  }

  /** How many are smaller than a value, or equal if these count. */
  private static int smaller(double[] sorted, double value, boolean orEqual) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value || (orEqual && sorted[middle] == value)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum()
        / (values.length - 1);
  }

  /** Cosines of rows, shifted and scaled on the way, so that the matrix is not copied. */
  private static final class Cosines {
    private final ItemFeatures raw;
    private final double[] shifts;
    private final double[] factors;

    Cosines(ItemFeatures raw, boolean standardize) {
      Standardization standardization = raw.standardization();
      this.raw = raw;
      this.shifts = standardization.means();
      this.factors = standardization.factors().clone();
      if (!standardize) { // constant columns stay out: their mean is rounded
        Arrays.setAll(factors, column -> factors[column] == 0 ? 0 : 1);
      }
    }

    double[] of(int[][] pairs) {
      return Arrays.stream(pairs).mapToDouble(pair -> cosine(pair[0], pair[1])).toArray();
    }

    private double cosine(int first, int second) {
      float[] one = raw.row(first);
      float[] other = raw.row(second);
      double product = 0;
      double square = 0;
      double otherSquare = 0;
      for (int column = 0; column < one.length; column++) {
        double a = (one[column] - shifts[column]) * factors[column];
        double b = (other[column] - shifts[column]) * factors[column];
        product += a * b;
        square += a * a;
        otherSquare += b * b;
      }
      return square == 0 || otherSquare == 0 ? 0 : product / Math.sqrt(square * otherSquare);
    }
  }
}
