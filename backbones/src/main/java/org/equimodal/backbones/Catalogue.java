package org.equimodal.backbones;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.equimodal.backbones.graph.BipartiteGraph;
import org.equimodal.backbones.graph.SimilarityGraph;
import org.equimodal.backbones.graph.SparseMatrix;
import org.equimodal.backbones.tensor.Constants;
import org.equimodal.backbones.tensor.Matmul;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;

/**
 * A dataset on the device: features, their means, the graph of interactions and those of similar
 * items, made once and shared by every teacher and student that is built on it.
 */
public final class Catalogue implements AutoCloseable {

  private final Dataset dataset;
  private final DataType type;
  private final Matmul matmul;
  private final NDManager manager;
  private final Constants constants;
  private final BipartiteGraph graph;
  private final SimilarityGraph similarity;
  private final List<NDArray> features = new ArrayList<>();
  private final List<NDArray> means = new ArrayList<>();
  private Optional<NDArray> categories; // made when first asked for

  /** One that multiplies in its own type and keeps nothing on disk. */
  public Catalogue(Dataset dataset, Device device, DataType type) {
    this(dataset, device, type, Matmul.FLOAT32, Optional.empty());
  }

  /**
   * Uploads a dataset's features.
   *
   * @param dataset users, items, features
   * @param device where everything built on the catalogue lives
   * @param type FLOAT32; FLOAT64 for checking gradients
   * @param matmul how precisely features are projected
   * @param cache folder in which to keep what takes long to make, made when needed
   */
  public Catalogue(
      Dataset dataset, Device device, DataType type, Matmul matmul, Optional<Path> cache) {
    this.dataset = dataset;
    this.type = type;
    this.matmul = matmul;
    this.manager = NDManager.newBaseManager(device, "PyTorch");
    this.constants = new Constants(manager, type);
    this.graph = new BipartiteGraph(dataset.split().train(), constants);
    this.similarity = new SimilarityGraph(constants, cache);
    for (ItemFeatures matrix : dataset.features()) {
      features.add(
          constants.matrix(
              matrix.rows(), matrix.columns(), (start, count) -> rows(matrix, start, count)));
      means.add(constants.row(matrix.meanRow()));
    }
  }

  private static float[] rows(ItemFeatures matrix, int start, int count) {
    if (matrix.blocks() == 1 && start == 0 && count == matrix.rows()) {
      return matrix.block(0);
    }
    int columns = matrix.columns();
    float[] rows = new float[count * columns];
    for (int b = 0; b < matrix.blocks(); b++) {
      float[] block = matrix.block(b);
      int first = matrix.blockStart(b);
      int from = Math.max(start, first);
      int to = Math.min(start + count, first + block.length / columns);
      if (from < to) {
        System.arraycopy(
            block, (from - first) * columns, rows, (from - start) * columns, (to - from) * columns);
      }
    }
    return rows;
  }

  /** The dataset itself. */
  public Dataset dataset() {
    return dataset;
  }

  /** n_u. */
  public int users() {
    return dataset.users();
  }

  /** n_i. */
  public int items() {
    return dataset.items();
  }

  /** The modalities in order. */
  public List<Modality> modalities() {
    return dataset.modalities();
  }

  /** F^m, [n_i, d_m]. */
  public NDArray features(Modality modality) {
    return features.get(modality.index());
  }

  /** The mean row of F^m, [1, d_m]: what a masked modality's features are. */
  public NDArray meanFeatures(Modality modality) {
    return means.get(modality.index());
  }

  /** d_m. */
  public int width(Modality modality) {
    return (int) features(modality).getShape().get(1);
  }

  /** The category of each item, int64 [n_i], if the dataset has categories. */
  public Optional<NDArray> categories() {
    if (categories == null) {
      categories = dataset.categories().map(known -> constants.ids(known.ofItem()));
    }
    return categories;
  }

  /** The graph of the training interactions. */
  public BipartiteGraph graph() {
    return graph;
  }

  /**
   * User rows followed by item rows: a matrix of the graph's nodes.
   *
   * @param users [n_u, d], or [1, d] where all users share one row
   * @param items [n_i, d], or [1, d] where all items share one row
   * @return [N, d]
   */
  NDArray nodes(NDArray users, NDArray items) {
    return NDArrays.concat(new NDList(tiled(users, users()), tiled(items, items())));
  }

  private static NDArray tiled(NDArray rows, int count) {
    Shape full = new Shape(count, rows.getShape().get(1));
    return rows.getShape().equals(full) ? rows : rows.broadcast(full);
  }

  /**
   * Which items are alike in a modality, by F^m.
   *
   * @param k how many items each one keeps
   * @return K_m, [n_i, n_i], see {@link SimilarityGraph}
   * @throws IllegalArgumentException if k is less than 1
   */
  public SparseMatrix similarItems(Modality modality, int k) {
    return similarity.of(dataset.features().get(modality.index()), features(modality), k);
  }

  /** What is made once of the dataset and shared by all models on it. */
  public Constants constants() {
    return constants;
  }

  /** Where everything lives. */
  public Device device() {
    return manager.getDevice();
  }

  /** Type of features and parameters. */
  public DataType type() {
    return type;
  }

  /** How precisely features are projected. */
  Matmul matmul() {
    return matmul;
  }

  /** The owner of what is on the device; parent of every step's scope. */
  public NDManager manager() {
    return manager;
  }

  /** All arrays, for a step's scope to adopt. */
  public NDList residents() {
    return new NDList(constants.arrays());
  }

  /** Frees everything. */
  @Override
  public void close() {
    manager.close();
  }
}
