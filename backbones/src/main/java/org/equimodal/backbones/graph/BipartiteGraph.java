package org.equimodal.backbones.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.equimodal.backbones.tensor.Constants;
import org.equimodal.backbones.tensor.Edges;
import org.equimodal.datasets.Interactions;

/**
 * The graph of the training interactions. Its N = n_u + n_i nodes are the users followed by the
 * items; every pair (u, i) is an edge in both directions. What is asked for is made once.
 */
public final class BipartiteGraph {

  private final Interactions train;
  private final Constants constants;
  private final int[] userDegrees;
  private final int[] itemDegrees;

  private Edges edges;
  private Edges userEdges;
  private SparseMatrix symmetric;
  private SparseMatrix userBlock;
  private SparseMatrix meanWithSelf;
  private Attention uniform;

  /**
   * Attention that is the same on all edges into a node.
   *
   * @param weights 1 / indegree of the target, [2 E]
   * @param connected 1 for nodes with an edge, 0 for the others, [N, 1]
   */
  public record Attention(NDArray weights, NDArray connected) {}

  /**
   * Prepares.
   *
   * @param train the training interactions
   * @param constants owner of everything made
   */
  public BipartiteGraph(Interactions train, Constants constants) {
    this.train = train;
    this.constants = constants;
    this.userDegrees = new int[train.users()];
    Arrays.setAll(userDegrees, train::degree);
    this.itemDegrees = train.itemDegrees();
  }

  /** N. */
  public int nodes() {
    return train.users() + train.items();
  }

  /**
   * All edges in both directions, 2 E: first those into users, in the order of {@link #userEdges},
   * then those into items.
   */
  public Edges edges() {
    if (edges == null) {
      edges = edges(false);
    }
    return edges;
  }

  /** The edges from items to users, E; sources are item ids. */
  public Edges userEdges() {
    if (userEdges == null) {
      int[] offsets = new int[train.users() + 1];
      Arrays.setAll(offsets, train::offset);
      int[] source = new int[train.size()];
      Arrays.setAll(source, train::item);
      userEdges = new Edges(constants, train.users(), train.items(), offsets, source);
    }
    return userEdges;
  }

  /** {@code D^(-1/2) A D^(-1/2)}, [N, N], without self loops. */
  public SparseMatrix symmetric() {
    if (symmetric == null) {
      symmetric = new SparseMatrix(edges(), constants.vector(symmetricWeights(2 * train.size())));
    }
    return symmetric;
  }

  /** The rows of users and columns of items of {@link #symmetric}, [n_u, n_i]. */
  public SparseMatrix userBlock() {
    if (userBlock == null) {
      userBlock = new SparseMatrix(userEdges(), constants.vector(symmetricWeights(train.size())));
    }
    return userBlock;
  }

  /** {@code D^(-1) (A + I)} with D the row sums of A + I: the mean over neighbours and self. */
  public SparseMatrix meanWithSelf() {
    if (meanWithSelf == null) {
      Edges looped = edges(true);
      float[] weights = new float[looped.count()];
      int at = 0;
      for (int node = 0; node < nodes(); node++) {
        int degree = degree(node) + 1;
        Arrays.fill(weights, at, at + degree, 1f / degree);
        at += degree;
      }
      meanWithSelf = new SparseMatrix(looped, constants.vector(weights));
    }
    return meanWithSelf;
  }

  /** What attention becomes where all nodes of a kind are alike. */
  public Attention uniform() {
    if (uniform == null) {
      float[] weights = new float[2 * train.size()];
      float[] connected = new float[nodes()];
      int at = 0;
      for (int node = 0; node < nodes(); node++) {
        int degree = degree(node);
        Arrays.fill(weights, at, at + degree, 1f / degree);
        at += degree;
        connected[node] = Math.min(1, degree);
      }
      uniform = new Attention(constants.vector(weights), constants.column(connected));
    }
    return uniform;
  }

  /**
   * Values of the pairs, for their edges in both directions.
   *
   * @param ofPairs in the order of {@link #userEdges}, [E]
   * @return in the order of {@link #edges}, [2 E]
   */
  public NDArray bothWays(NDArray ofPairs) {
    return NDArrays.concat(new NDList(ofPairs, userEdges().bySource(ofPairs)));
  }

  /**
   * Attention that is the same on all edges into a node, where some edges are dropped.
   *
   * @param logits 0, or -infinity for a dropped edge, [2 E]
   */
  public Attention uniform(NDArray logits) {
    NDArray weights = edges().softmax(logits);
    return new Attention(weights, edges().total(weights).reshape(new Shape(nodes(), 1)));
  }

  /** Whether every user has an edge. */
  public boolean reachesAllUsers() {
    return Arrays.stream(userDegrees).allMatch(degree -> degree > 0);
  }

  /** Whether every item has an edge. */
  public boolean reachesAllItems() {
    return Arrays.stream(itemDegrees).allMatch(degree -> degree > 0);
  }

  private int degree(int node) {
    int users = train.users();
    return node < users ? userDegrees[node] : itemDegrees[node - users];
  }

  /** Weights of the first edges, which may end with those into users. */
  private float[] symmetricWeights(int count) {
    float[] weights = new float[count];
    int[][] both = both(false);
    for (int node = 0; node < nodes(); node++) {
      for (int e = both[0][node]; e < Math.min(count, both[0][node + 1]); e++) {
        weights[e] = (float) (1 / Math.sqrt((double) degree(node) * degree(both[1][e])));
      }
    }
    return weights;
  }

  private Edges edges(boolean selfLoops) {
    int[][] both = both(selfLoops);
    return new Edges(constants, nodes(), nodes(), both[0], both[1]);
  }

  /** Offsets and sources of the edges in both directions; a self loop comes first. */
  private int[][] both(boolean selfLoops) {
    int users = train.users();
    int loop = selfLoops ? 1 : 0;
    int[] offsets = new int[nodes() + 1];
    for (int node = 0; node < nodes(); node++) {
      offsets[node + 1] = offsets[node] + degree(node) + loop;
    }
    int[] source = new int[offsets[nodes()]];
    int[] next = offsets.clone();
    for (int node = 0; node < nodes() && selfLoops; node++) {
      source[next[node]++] = node;
    }
    for (int pair = 0; pair < train.size(); pair++) {
      int user = train.user(pair);
      int item = users + train.item(pair);
      source[next[user]++] = item;
      source[next[item]++] = user;
    }
    return new int[][] {offsets, source};
  }
}
