package org.equimodal.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Published examples, and what holds for any values. */
class PairedComparisonTest {

  private static final long SEED = 7;

  /** Hours of sleep gained with two drugs, ten patients: Student (1908), R's data set sleep. */
  private static final double[] DRUG_1 = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};

  private static final double[] DRUG_2 = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

  /**
   * Hamilton depression scale before and after a tranquilizer: Hollander and Wolfe (1973), p. 29,
   * the example of R's wilcox.test.
   */
  private static final double[] BEFORE = {1.83, .50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};

  private static final double[] AFTER = {.878, .647, .598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};

  @Test
  void theTTestOfStudentsSleep() {
    PairedComparison sleep = PairedComparison.between(DRUG_1, DRUG_2, SEED);
    assertThat(sleep.n()).isEqualTo(10);
    assertThat(sleep.baselineMean()).isCloseTo(0.75, within(1e-12));
    assertThat(sleep.otherMean()).isCloseTo(2.33, within(1e-12));
    assertThat(sleep.meanDifference()).isCloseTo(1.58, within(1e-12));
    assertThat(sleep.relativeGain()).isCloseTo(1.58 / 0.75, within(1e-12));
    assertThat(sleep.tTestP()).as("R: t = -4.0621, df = 9").isCloseTo(0.002833, within(5e-7));
    assertThat(sleep.effectSize())
        .as("t over the root of n")
        .isCloseTo(4.0621 / Math.sqrt(10), within(2e-5));
  }

  /** One patient slept the same, two gained 1.3 hours: zeros and ties. */
  @Test
  void theWilcoxonTestOfStudentsSleep() {
    // The ranks of 0, 0.8, 1.0, 1.2, 1.3, 1.3, 1.4, 1.8, 2.4, 4.6 add up to 55, the first, of the
    // zero, is left out, and all others are of gains: W+ = 54, with mean (10*11 - 1*2) / 4.
    double z = (54 - 27 - 0.5) / Math.sqrt((2310 - 6) / 24.0 - 6 / 48.0);
    assertThat(z).as("by hand").isCloseTo(2.7063, within(1e-3));
    PairedComparison sleep = PairedComparison.between(DRUG_1, DRUG_2, SEED);
    assertThat(sleep.wilcoxonP()).isCloseTo(twoSided(z), within(1e-6));
  }

  /** Most users have the same hits with both models. */
  @Test
  void theWilcoxonTestOfFewDifferencesAmongManyUsers() {
    double[] other = new double[300];
    Arrays.fill(other, 0, 14, 0.05);
    Arrays.fill(other, 14, 23, -0.05);
    // The ranks 278 to 300 are tied, so each is 289: W+ = 14 * 289, with mean 23 * 289 / 2.
    double variance =
        (300.0 * 301 * 601 - 277.0 * 278 * 555) / 24 - (23.0 * 23 * 23 - 23) / 48; // textbook
    double z = (2.5 * 289 - 0.5) / Math.sqrt(variance);
    assertThat(z).as("by hand").isCloseTo(1.0418, within(1e-4));
    assertThat(PairedComparison.between(new double[300], other, SEED).wilcoxonP())
        .isCloseTo(twoSided(z), within(1e-6));
  }

  @Test
  void theWilcoxonTestOfOneDifferenceAmongManyUsers() {
    double[] other = new double[300];
    other[7] = -0.05;
    double z = (300 / 2.0 - 0.5) / (300 / 2.0); // W+ = 0, with mean 150 and variance 300^2 / 4
    assertThat(PairedComparison.between(new double[300], other, SEED).wilcoxonP())
        .isCloseTo(twoSided(z), within(1e-6));
  }

  @Test
  void asManyGainsAsLossesAreNoEvidence() {
    double[] other = {0.1, -0.1, 0, 0.2, -0.2, 0};
    assertThat(PairedComparison.between(new double[6], other, SEED).wilcoxonP()).isEqualTo(1);
  }

  /** 2 (1 - Phi(z)), Abramowitz and Stegun 26.2.17, good to 1.5e-7. */
  private static double twoSided(double z) {
    double t = 1 / (1 + 0.2316419 * z);
    double tail =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return 2 * tail * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  @Test
  void theWilcoxonTestOfHollanderAndWolfe() {
    PairedComparison depression = PairedComparison.between(AFTER, BEFORE, SEED);
    assertThat(depression.wilcoxonP())
        .as("R: V = 40, one-sided p = 0.01953")
        .isCloseTo(20 / 512.0, within(1e-12));
    assertThat(depression.effectInterval().lower()).isPositive();
  }

  @Test
  void equalValuesDoNotDiffer() {
    PairedComparison same = PairedComparison.between(DRUG_1, DRUG_1, SEED);
    assertNothingToTest(same);
    assertThat(same.meanDifference()).isZero();
    assertThat(same.relativeGain()).isZero();
  }

  @Test
  void valuesEqualButForRoundingDoNotDiffer() {
    double[] sums = {0.1 + 0.2, 0.3 + 0.6};
    assertThat(sums).isNotEqualTo(new double[] {0.3, 0.9});
    assertNothingToTest(PairedComparison.between(sums, new double[] {0.3, 0.9}, SEED));
  }

  @Test
  void oneUserIsNoEvidence() {
    PairedComparison one = PairedComparison.between(new double[] {0.25}, new double[] {0.5}, SEED);
    assertNothingToTest(one);
    assertThat(one.meanDifference()).isEqualTo(0.25);
    assertThat(one.relativeGain()).isEqualTo(1);
  }

  private static void assertNothingToTest(PairedComparison comparison) {
    assertThat(comparison.tTestP()).isEqualTo(1);
    assertThat(comparison.wilcoxonP()).isEqualTo(1);
    assertThat(comparison.effectSize()).isZero();
    assertThat(comparison.effectInterval()).isEqualTo(new PairedComparison.Interval(0, 0));
  }

  @Test
  void aConstantGainIsAnInfiniteEffect() {
    PairedComparison constant =
        PairedComparison.between(new double[3], new double[] {0.1, 0.1, 0.1}, SEED);
    assertThat(constant.effectSize()).isInfinite().isPositive();
    assertThat(constant.effectInterval().lower()).isInfinite().isPositive();
    assertThat(constant.tTestP()).isZero();
    assertThat(constant.wilcoxonP()).isBetween(0.05, 0.5);
    assertThat(constant.relativeGain()).as("over 0").isInfinite();
    assertThat(constant.differenceInterval().upper()).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void theTTestAloneComesToTheSame() {
    double[] gained = {0.1, 0.1, 0.1};
    assertThat(PairedComparison.tTest(DRUG_1, DRUG_2)).isCloseTo(0.002833, within(5e-7));
    assertThat(PairedComparison.tTest(DRUG_1, DRUG_1)).as("no difference").isEqualTo(1);
    assertThat(PairedComparison.tTest(new double[1], new double[] {1})).as("one user").isEqualTo(1);
    assertThat(PairedComparison.tTest(new double[3], gained)).as("a constant gain").isZero();
  }

  @Test
  void refusesWhatCannotBePaired() {
    assertThatThrownBy(() -> PairedComparison.tTest(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PairedComparison.between(new double[2], new double[3], SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 and 3");
    assertThatThrownBy(() -> PairedComparison.between(new double[0], new double[0], SEED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> PairedComparison.between(new double[2], new double[] {1, Double.NaN}, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }

  /** For normal differences the standard error of the mean is known. */
  @Test
  void theIntervalsAreThoseOfTheNormalDistribution() {
    int n = 2000;
    Random random = new Random(1);
    double[] other = DoubleStream.generate(() -> 0.5 + random.nextGaussian()).limit(n).toArray();
    PairedComparison normal = PairedComparison.between(new double[n], other, SEED);
    double error = 1.96 * normal.meanDifference() / normal.effectSize() / Math.sqrt(n);
    assertThat(normal.differenceInterval().lower())
        .isCloseTo(normal.meanDifference() - error, within(0.1 * error));
    assertThat(normal.differenceInterval().upper())
        .isCloseTo(normal.meanDifference() + error, within(0.1 * error));
    double d = normal.effectSize();
    double errorOfD = 1.96 * Math.sqrt((1 + d * d / 2) / n);
    assertThat(normal.effectInterval().lower()).isCloseTo(d - errorOfD, within(0.1 * errorOfD));
    assertThat(normal.effectInterval().upper()).isCloseTo(d + errorOfD, within(0.1 * errorOfD));
  }

  @RepeatedTest(20)
  void holdsForAnyValues(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int n = 2 + random.nextInt(80);
    double[] baseline = random.doubles(n).map(u -> Math.rint(6 * u) / 6).toArray();
    double[] other = random.doubles(n).map(u -> Math.rint(6 * u * u) / 6).toArray();
    PairedComparison forth = PairedComparison.between(baseline, other, SEED);
    assertThat(forth.tTestP()).isBetween(0.0, 1.0);
    assertThat(forth.wilcoxonP()).isBetween(0.0, 1.0);
    assertThat(forth.effectSize())
        .isBetween(forth.effectInterval().lower(), forth.effectInterval().upper());

    assertThat(PairedComparison.between(baseline, other, SEED)).as("again").isEqualTo(forth);
    assertThat(PairedComparison.between(baseline, other, SEED + 1).tTestP())
        .as("seeds are for intervals alone")
        .isEqualTo(forth.tTestP());

    assertThat(PairedComparison.tTest(baseline, other)).isEqualTo(forth.tTestP());

    PairedComparison back = PairedComparison.between(other, baseline, SEED);
    assertThat(back.tTestP()).isCloseTo(forth.tTestP(), within(1e-9));
    assertThat(back.wilcoxonP()).isCloseTo(forth.wilcoxonP(), within(1e-9));
    assertThat(back.effectSize()).isCloseTo(-forth.effectSize(), within(1e-9));

    List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
    Collections.shuffle(order, random);
    PairedComparison permuted =
        PairedComparison.between(permuted(baseline, order), permuted(other, order), SEED);
    assertThat(permuted)
        .usingRecursiveComparison()
        .withComparatorForType(PairedComparisonTest::nearly, Double.class)
        .isEqualTo(forth);
  }

  private static int nearly(Double a, Double b) {
    return Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b);
  }

  @Test
  void anotherSeedGivesAnotherInterval() {
    assertThat(PairedComparison.between(DRUG_1, DRUG_2, 1).effectInterval())
        .isNotEqualTo(PairedComparison.between(DRUG_1, DRUG_2, 2).effectInterval());
  }

  private static double[] permuted(double[] values, List<Integer> order) {
    return order.stream().mapToDouble(position -> values[position]).toArray();
  }
}
