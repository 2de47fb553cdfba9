package org.equimodal.backbones.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.equimodal.backbones.TestSeed;
import org.equimodal.backbones.ToyData;
import org.equimodal.backbones.graph.BipartiteGraph.Attention;
import org.equimodal.backbones.tensor.Constants;
import org.equimodal.backbones.tensor.Edges;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The graph of random interactions; its last user and its last item have none. */
class BipartiteGraphTest {

  private static final int USERS = 7;
  private static final int ITEMS = 9;
  private static final int NODES = USERS + ITEMS;
  private static final int WIDTH = 3;
  private static final double EXACT = 1e-12;
  private static final double SINGLE = 1e-7; // weights are made in single precision

  private final RandomGenerator random = Seeds.generator(TestSeed.get(), "bipartite-graph-test");
  private final Interactions train =
      ToyData.random(USERS, ITEMS, 1, TestSeed.get()).split().train();
  private NDManager manager;
  private BipartiteGraph graph;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    graph = new BipartiteGraph(train, new Constants(manager, DataType.FLOAT64));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private boolean linked(int node, int other) {
    int user = Math.min(node, other);
    int item = Math.max(node, other) - USERS;
    return user < USERS && item >= 0 && train.contains(user, item);
  }

  private int degree(int node) {
    return (int) IntStream.range(0, NODES).filter(other -> linked(node, other)).count();
  }

  /** (target, source) of all edges, in the order they must have. */
  private List<int[]> expectedEdges() {
    List<int[]> edges = new ArrayList<>();
    for (int target = 0; target < NODES; target++) {
      for (int source = 0; source < NODES; source++) {
        if (linked(target, source)) {
          edges.add(new int[] {target, source});
        }
      }
    }
    return edges;
  }

  private NDArray range(int count) {
    return manager.create(IntStream.range(0, count).asDoubleStream().toArray());
  }

  /** (target, source) of all edges, as their operations see them. */
  private int[][] ends(Edges edges) {
    double[] sources = edges.ofSource(range(edges.sources())).toDoubleArray();
    NDArray ones = manager.ones(new Shape(edges.sources(), 1), DataType.FLOAT64);
    NDArray targetIds = range(edges.targets()).reshape(new Shape(-1, 1));
    double[] targets = edges.dot(targetIds, ones).toDoubleArray();
    return IntStream.range(0, edges.count())
        .mapToObj(e -> new int[] {(int) targets[e], (int) sources[e]})
        .toArray(int[][]::new);
  }

  private double[] gaussians(int count) {
    return random.doubles(count, -1, 1).toArray();
  }

  private NDArray matrix(double[] values) {
    return manager.create(values, new Shape(values.length / WIDTH, WIDTH));
  }

  /** All entries, row by row. */
  private double[][] dense(SparseMatrix matrix) {
    int columns = matrix.edges().sources();
    double[] values =
        matrix.times(manager.eye(columns).toType(DataType.FLOAT64, true)).toDoubleArray();
    return IntStream.range(0, matrix.edges().targets())
        .mapToObj(row -> Arrays.copyOfRange(values, row * columns, (row + 1) * columns))
        .toArray(double[][]::new);
  }

  @Test
  void everyPairIsAnEdgeInBothDirections() {
    assertThat(graph.nodes()).isEqualTo(NODES);
    assertThat(graph.edges().targets()).isEqualTo(NODES);
    assertThat(graph.edges().sources()).isEqualTo(NODES);
    assertThat(graph.edges().count()).isEqualTo(2 * train.size());
    assertThat(ends(graph.edges()))
        .as(TestSeed.message())
        .isDeepEqualTo(expectedEdges().toArray(int[][]::new));
  }

  @Test
  void edgesOfUsersComeFromItemIds() {
    Edges edges = graph.userEdges();
    assertThat(edges.targets()).isEqualTo(USERS);
    assertThat(edges.sources()).isEqualTo(ITEMS);
    int[][] expected =
        IntStream.range(0, train.size())
            .mapToObj(pair -> new int[] {train.user(pair), train.item(pair)})
            .toArray(int[][]::new);
    assertThat(ends(edges)).as(TestSeed.message()).isDeepEqualTo(expected);
  }

  @Test
  void meanWithSelfIsTheMeanOfANodeAndItsNeighbours() {
    double[] rows = gaussians(NODES * WIDTH);
    double[] expected = new double[rows.length];
    for (int k = 0; k < rows.length; k++) {
      int node = k / WIDTH;
      for (int other = 0; other < NODES; other++) {
        if (other == node || linked(node, other)) {
          expected[k] += rows[other * WIDTH + k % WIDTH] / (degree(node) + 1);
        }
      }
    }
    assertThat(graph.meanWithSelf().times(matrix(rows)).toDoubleArray())
        .as(TestSeed.message())
        .containsExactly(expected, within(SINGLE));
    for (int isolated : new int[] {USERS - 1, NODES - 1}) {
      for (int column = 0; column < WIDTH; column++) {
        int k = isolated * WIDTH + column;
        assertThat(expected[k]).isEqualTo(rows[k]);
      }
    }
    for (double[] row : dense(graph.meanWithSelf())) {
      assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(SINGLE));
    }
  }

  @Test
  void symmetricDividesByTheRootsOfTheDegrees() {
    double[][] dense = dense(graph.symmetric());
    double[] x = gaussians(NODES * WIDTH);
    double[] y = gaussians(NODES * WIDTH);
    double[] expected = new double[x.length];
    for (int row = 0; row < NODES; row++) {
      for (int column = 0; column < NODES; column++) {
        double weight =
            linked(row, column) ? 1 / Math.sqrt((double) degree(row) * degree(column)) : 0;
        assertThat(dense[row][column]).isCloseTo(weight, within(SINGLE));
        assertThat(dense[row][column]).isEqualTo(dense[column][row]);
        for (int k = 0; k < WIDTH; k++) {
          expected[row * WIDTH + k] += weight * x[column * WIDTH + k];
        }
      }
    }
    NDArray ax = graph.symmetric().times(matrix(x));
    NDArray ay = graph.symmetric().times(matrix(y));
    assertThat(ax.toDoubleArray()).as(TestSeed.message()).containsExactly(expected, within(1e-6));
    assertThat(ax.mul(matrix(y)).sum().getDouble())
        .isCloseTo(ay.mul(matrix(x)).sum().getDouble(), within(EXACT));
  }

  @Test
  void userBlockIsThatOfSymmetric() {
    double[][] symmetric = dense(graph.symmetric());
    double[][] block = dense(graph.userBlock());
    assertThat(block).hasDimensions(USERS, ITEMS);
    for (int user = 0; user < USERS; user++) {
      assertThat(block[user])
          .as("user %d, %s", user, TestSeed.message())
          .containsExactly(Arrays.copyOfRange(symmetric[user], USERS, NODES));
    }
  }

  @Test
  void uniformAttentionIsOneOverTheIndegree() {
    List<int[]> edges = expectedEdges();
    assertThat(graph.uniform().weights().toDoubleArray())
        .as(TestSeed.message())
        .containsExactly(
            edges.stream().mapToDouble(edge -> 1.0 / degree(edge[0])).toArray(), within(SINGLE));
    NDArray connected = graph.uniform().connected();
    assertThat(connected.getShape()).isEqualTo(new Shape(NODES, 1));
    double[] expected =
        IntStream.range(0, NODES).mapToDouble(node -> degree(node) > 0 ? 1 : 0).toArray();
    assertThat(connected.toDoubleArray()).containsExactly(expected);
    assertThat(expected[USERS - 1] + expected[NODES - 1]).isZero();
  }

  @Test
  void bothEdgesOfAPairGetItsValue() {
    double[] values =
        IntStream.range(0, train.size())
            .mapToDouble(pair -> 100 * train.user(pair) + train.item(pair))
            .toArray();
    double[] expected =
        expectedEdges().stream()
            .mapToDouble(
                edge -> 100 * Math.min(edge[0], edge[1]) + Math.max(edge[0], edge[1]) - USERS)
            .toArray();
    assertThat(graph.bothWays(manager.create(values)).toDoubleArray())
        .as(TestSeed.message())
        .containsExactly(expected);
  }

  @Test
  void uniformAttentionLeavesOutDroppedEdges() {
    int lonely = train.item(train.offset(1)); // loses all its users; user 0 loses all items
    boolean[] dropped = new boolean[train.size()];
    for (int pair = 0; pair < dropped.length; pair++) {
      dropped[pair] = train.user(pair) == 0 || train.item(pair) == lonely || pair % 5 == 0;
    }
    double[] ofPairs = new double[train.size()];
    Arrays.setAll(ofPairs, pair -> dropped[pair] ? Double.NEGATIVE_INFINITY : 0);
    int[] remaining = new int[NODES];
    for (int pair = 0; pair < dropped.length; pair++) {
      if (!dropped[pair]) {
        remaining[train.user(pair)]++;
        remaining[USERS + train.item(pair)]++;
      }
    }
    NDArray logits = graph.bothWays(manager.create(ofPairs));
    double[] ofEdges = logits.toDoubleArray();
    List<int[]> edges = expectedEdges();
    double[] expected = new double[edges.size()];
    Arrays.setAll(expected, e -> ofEdges[e] == 0 ? 1.0 / remaining[edges.get(e)[0]] : 0);

    Attention attention = graph.uniform(logits);
    assertThat(attention.weights().toDoubleArray())
        .as(TestSeed.message())
        .containsExactly(expected, within(EXACT));
    assertThat(attention.connected().getShape()).isEqualTo(new Shape(NODES, 1));
    double[] connected = attention.connected().toDoubleArray();
    assertThat(connected)
        .containsExactly(
            Arrays.stream(remaining).mapToDouble(count -> count > 0 ? 1 : 0).toArray(),
            within(EXACT));
    assertThat(connected[0] + connected[USERS + lonely]).isZero();
  }

  @Test
  void uniformAttentionOfAllEdgesIsThatWithoutDropout() {
    NDArray logits = manager.zeros(new Shape(2 * train.size()), DataType.FLOAT64);
    assertThat(graph.uniform(logits).weights().toDoubleArray())
        .containsExactly(graph.uniform().weights().toDoubleArray(), within(SINGLE));
    assertThat(graph.uniform(logits).connected().toDoubleArray())
        .containsExactly(graph.uniform().connected().toDoubleArray(), within(EXACT));
  }

  @Test
  void whatIsAskedForTwiceIsMadeOnce() {
    assertThat(graph.edges()).isSameAs(graph.edges());
    assertThat(graph.userEdges()).isSameAs(graph.userEdges());
    assertThat(graph.symmetric()).isSameAs(graph.symmetric());
    assertThat(graph.symmetric().edges()).isSameAs(graph.edges());
    assertThat(graph.userBlock()).isSameAs(graph.userBlock());
    assertThat(graph.userBlock().edges()).isSameAs(graph.userEdges());
    assertThat(graph.meanWithSelf()).isSameAs(graph.meanWithSelf());
    assertThat(graph.uniform()).isSameAs(graph.uniform());
  }
}
