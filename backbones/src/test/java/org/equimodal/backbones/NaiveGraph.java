package org.equimodal.backbones;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Modality;

/**
 * Message passing along interactions by plain loops in double precision. Nodes are users, then
 * items; every pair is an edge in both directions.
 */
final class NaiveGraph {

  private final int nodes;
  private final List<int[]> edges = new ArrayList<>(); // target, source

  NaiveGraph(Interactions train) {
    nodes = train.users() + train.items();
    for (int pair = 0; pair < train.size(); pair++) {
      int user = train.user(pair);
      int item = train.users() + train.item(pair);
      edges.add(new int[] {user, item});
      edges.add(new int[] {item, user});
    }
  }

  /** The rows at the sources of edges. */
  double[][] ofSource(double[][] rows) {
    return edges.stream().map(edge -> rows[edge[1]]).toArray(double[][]::new);
  }

  /** Products of the targets' rows and the edges' values. */
  double[] dot(double[][] rows, double[][] values) {
    return IntStream.range(0, values.length)
        .mapToDouble(e -> dot(rows[edges.get(e)[0]], values[e]))
        .toArray();
  }

  /** Softmax over the edges into a node. */
  double[] softmax(double[] logits) {
    double[] totals = new double[nodes];
    for (int e = 0; e < logits.length; e++) {
      totals[edges.get(e)[0]] += Math.exp(logits[e]);
    }
    double[] weights = new double[logits.length];
    Arrays.setAll(weights, e -> Math.exp(logits[e]) / totals[edges.get(e)[0]]);
    return weights;
  }

  /** Weighted sums of the values of the edges into a node. */
  double[][] sum(double[] weights, double[][] values, int width) {
    double[][] sums = new double[nodes][width];
    for (int e = 0; e < weights.length; e++) {
      for (int k = 0; k < width; k++) {
        sums[edges.get(e)[0]][k] += weights[e] * values[e][k];
      }
    }
    return sums;
  }

  /** 1 / sqrt(d_t d_s). */
  double[] symmetricWeights() {
    int[] degrees = new int[nodes];
    edges.forEach(edge -> degrees[edge[0]]++);
    return edges.stream()
        .mapToDouble(edge -> 1 / Math.sqrt((double) degrees[edge[0]] * degrees[edge[1]]))
        .toArray();
  }

  /** [norm(P^m); norm(lrelu(F^m W_m^T + beta_m))], masked inputs being explicit tiles. */
  static double[][] unitNodes(Backbone backbone, Modality m, View view) {
    Catalogue catalogue = backbone.catalogue();
    Shape shape = new Shape(catalogue.items(), catalogue.width(m));
    double[] features = Probe.doubles(catalogue.features(m));
    double[] preferences = Probe.values(backbone, m.name() + ".preference");
    int width = preferences.length / catalogue.users();
    if (!view.keeps(m)) {
      features = Probe.meanRows(features, shape);
      preferences = Probe.meanRows(preferences, new Shape(catalogue.users(), width));
    }
    double[][] projected =
        linear(backbone, m.name() + ".projection", rows(features, catalogue.width(m)));
    double[][] items = unit(each(projected, value -> value > 0 ? value : 0.01 * value));
    double[][] users = unit(rows(preferences, width));
    return Stream.of(users, items).flatMap(Arrays::stream).toArray(double[][]::new);
  }

  static double[][] linear(Backbone backbone, String layer, double[][] rows) {
    double[] bias = Probe.values(backbone, layer + ".bias");
    double[][] weight = rows(Probe.values(backbone, layer + ".weight"), rows[0].length);
    double[][] results = new double[rows.length][bias.length];
    for (int row = 0; row < rows.length; row++) {
      for (int k = 0; k < bias.length; k++) {
        results[row][k] = dot(rows[row], weight[k]) + bias[k];
      }
    }
    return results;
  }

  static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(k -> a[k] * b[k]).sum();
  }

  static double[][] rows(double[] values, int width) {
    return IntStream.range(0, values.length / width)
        .mapToObj(row -> Arrays.copyOfRange(values, row * width, (row + 1) * width))
        .toArray(double[][]::new);
  }

  static double[][] each(double[][] rows, DoubleUnaryOperator function) {
    return Arrays.stream(rows)
        .map(row -> Arrays.stream(row).map(function).toArray())
        .toArray(double[][]::new);
  }

  static double[][] unit(double[][] rows) {
    return Arrays.stream(rows)
        .map(
            row -> {
              double norm = Math.max(Math.sqrt(dot(row, row)), 1e-12);
              return Arrays.stream(row).map(value -> value / norm).toArray();
            })
        .toArray(double[][]::new);
  }

  /** Sums of matrices of one shape. */
  static double[][] plus(double[][]... matrices) {
    double[][] sums = new double[matrices[0].length][matrices[0][0].length];
    for (double[][] matrix : matrices) {
      for (int row = 0; row < sums.length; row++) {
        for (int k = 0; k < sums[row].length; k++) {
          sums[row][k] += matrix[row][k];
        }
      }
    }
    return sums;
  }

  /** A matrix, one row after the other. */
  static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Matrices side by side, one row after the other. */
  static double[] sideBySide(List<double[][]> blocks) {
    return IntStream.range(0, blocks.get(0).length)
        .boxed()
        .flatMapToDouble(row -> blocks.stream().flatMapToDouble(b -> Arrays.stream(b[row])))
        .toArray();
  }

  /** Some columns of a matrix given one row after the other. */
  static double[] columns(double[] matrix, int width, int from, int to) {
    return Arrays.stream(rows(matrix, width))
        .flatMapToDouble(row -> Arrays.stream(row, from, to))
        .toArray();
  }
}
