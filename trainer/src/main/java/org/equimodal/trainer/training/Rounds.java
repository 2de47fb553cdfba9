package org.equimodal.trainer.training;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Figures that are measured in turn, round by round, so that what disturbs one disturbs all. */
final class Rounds {

  private Rounds() {}

  /**
   * Measures.
   *
   * @param warmUp rounds that do not count
   * @param counted rounds that do
   * @param round measures every figure once
   * @return the median of each figure
   */
  static double[] medians(int warmUp, int counted, Supplier<double[]> round) {
    double[][] all = new double[warmUp + counted][];
    Arrays.setAll(all, i -> round.get());
    double[][] rounds = Arrays.copyOfRange(all, warmUp, all.length);
    return IntStream.range(0, rounds[0].length)
        .mapToDouble(figure -> median(Arrays.stream(rounds).mapToDouble(r -> r[figure])))
        .toArray();
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }

  static double millisecondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e6;
  }
}
