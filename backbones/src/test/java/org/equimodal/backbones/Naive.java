package org.equimodal.backbones;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;

/** Dense matrices in double precision, for writing a forward pass down as its paper does. */
final class Naive {

  private static final double SLOPE = 0.01;

  private Naive() {}

  /** The rows of a parameter; a vector is a single row. */
  static double[][] parameter(Backbone backbone, String name) {
    Shape shape = backbone.getDirectParameters().get(name).getShape();
    double[] values = Probe.values(backbone, name);
    int columns = (int) shape.get(shape.dimension() - 1);
    return IntStream.range(0, values.length / columns)
        .mapToObj(row -> Arrays.copyOfRange(values, row * columns, (row + 1) * columns))
        .toArray(double[][]::new);
  }

  /** F^m as the dataset has it. */
  static double[][] features(Dataset dataset, Modality modality) {
    ItemFeatures features = dataset.features().get(modality.index());
    return IntStream.range(0, features.rows())
        .mapToObj(features::row)
        .map(row -> IntStream.range(0, row.length).mapToDouble(k -> row[k]).toArray())
        .toArray(double[][]::new);
  }

  /** {@code rows W^T + beta}, where the layer has a beta. */
  static double[][] linear(Backbone backbone, String layer, double[][] rows) {
    double[][] weight = parameter(backbone, layer + ".weight");
    boolean biased = backbone.getDirectParameters().contains(layer + ".bias");
    double[] bias = biased ? parameter(backbone, layer + ".bias")[0] : new double[weight.length];
    return map(rows, (row, column) -> dot(row, weight[column]) + bias[column], weight.length);
  }

  static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(k -> a[k] * b[k]).sum();
  }

  static double cosine(double[] a, double[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  static double[][] times(double[][] a, double[][] b) {
    return map(
        a,
        (row, column) -> IntStream.range(0, b.length).mapToDouble(k -> row[k] * b[k][column]).sum(),
        b[0].length);
  }

  private interface Entry {
    double of(double[] row, int column);
  }

  private static double[][] map(double[][] rows, Entry entry, int columns) {
    return Arrays.stream(rows)
        .map(row -> IntStream.range(0, columns).mapToDouble(c -> entry.of(row, c)).toArray())
        .toArray(double[][]::new);
  }

  static double[][] each(double[][] a, DoubleUnaryOperator of) {
    return map(a, (row, column) -> of.applyAsDouble(row[column]), a[0].length);
  }

  static double[][] each(double[][] a, double[][] b, DoubleBinaryOperator of) {
    return IntStream.range(0, a.length)
        .mapToObj(
            row ->
                IntStream.range(0, a[row].length)
                    .mapToDouble(column -> of.applyAsDouble(a[row][column], b[row][column]))
                    .toArray())
        .toArray(double[][]::new);
  }

  static double[][] plus(double[][] a, double[][] b) {
    return each(a, b, Double::sum);
  }

  static double[][] minus(double[][] a, double[][] b) {
    return each(a, b, (x, y) -> x - y);
  }

  static double[][] product(double[][] a, double[][] b) {
    return each(a, b, (x, y) -> x * y);
  }

  static double[][] times(double[][] a, double factor) {
    return each(a, value -> value * factor);
  }

  static double[][] sigmoid(double[][] a) {
    return each(a, value -> 1 / (1 + Math.exp(-value)));
  }

  static double[][] leaky(double[][] a) {
    return each(a, value -> value > 0 ? value : SLOPE * value);
  }

  /** Rows of unit length. */
  static double[][] unit(double[][] a) {
    return Arrays.stream(a)
        .map(row -> times(new double[][] {row}, 1 / Math.max(Math.sqrt(dot(row, row)), 1e-12))[0])
        .toArray(double[][]::new);
  }

  /** As many rows, each of them the mean row. */
  static double[][] meanRows(double[][] a) {
    double[] mean =
        IntStream.range(0, a[0].length)
            .mapToDouble(column -> Arrays.stream(a).mapToDouble(r -> r[column]).sum() / a.length)
            .toArray();
    return Arrays.stream(a).map(row -> mean).toArray(double[][]::new);
  }

  /** The rows of one matrix, then those of another. */
  static double[][] stack(double[][] a, double[][] b) {
    return Stream.concat(Arrays.stream(a), Arrays.stream(b)).toArray(double[][]::new);
  }

  /** A, [N, N]: 1 where a user and an item have interacted. */
  static double[][] adjacency(Dataset dataset) {
    Interactions train = dataset.split().train();
    int nodes = dataset.users() + dataset.items();
    double[][] adjacency = new double[nodes][nodes];
    for (int pair = 0; pair < train.size(); pair++) {
      int item = dataset.users() + train.item(pair);
      adjacency[train.user(pair)][item] = 1;
      adjacency[item][train.user(pair)] = 1;
    }
    return adjacency;
  }

  static double[] rowSums(double[][] a) {
    return Arrays.stream(a).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
  }

  /** Items from best to worst for each user, given the scores of all pairs. */
  static int[][] rankings(double[] scores, int items) {
    return IntStream.range(0, scores.length / items)
        .mapToObj(
            user ->
                IntStream.range(0, items)
                    .boxed()
                    .sorted(Comparator.comparingDouble(item -> -scores[user * items + item]))
                    .mapToInt(Integer::intValue)
                    .toArray())
        .toArray(int[][]::new);
  }

  /** The largest absolute value; no finite number if there is one among them that is not. */
  static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  static double[] flat(double[][] a) {
    return Arrays.stream(a).flatMapToDouble(DoubleStream::of).toArray();
  }

  /** The rows of the users and items of a view, one matrix below the other. */
  static double[] nodes(Backbone backbone, View view) {
    return flat(Probe.matrices(backbone, view));
  }
}
