package org.equimodal.backbones;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.backbones.tensor.Matrices;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;

/**
 * A dataset on the device: features and their means, made once and shared by every teacher and
 * student that is built on it.
 */
public final class Catalogue implements AutoCloseable {

  private final Dataset dataset;
  private final DataType type;
  private final NDManager manager;
  private final List<NDArray> features = new ArrayList<>();
  private final List<NDArray> means = new ArrayList<>();

  /**
   * Uploads a dataset's features.
   *
   * @param dataset users, items, features
   * @param device where everything built on the catalogue lives
   * @param type FLOAT32; FLOAT64 for checking gradients
   */
  public Catalogue(Dataset dataset, Device device, DataType type) {
    this.dataset = dataset;
    this.type = type;
    this.manager = NDManager.newBaseManager(device, "PyTorch");
    for (ItemFeatures matrix : dataset.features()) {
      features.add(
          Matrices.upload(
              manager,
              matrix.rows(),
              matrix.columns(),
              type,
              (start, count) -> rows(matrix, start, count)));
      NDArray mean = manager.create(matrix.meanRow(), new Shape(1, matrix.columns()));
      means.add(mean.toType(type, false));
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

  /** Where everything lives. */
  public Device device() {
    return manager.getDevice();
  }

  /** Type of features and parameters. */
  public DataType type() {
    return type;
  }

  /** The owner of what is on the device; parent of every step's scope. */
  public NDManager manager() {
    return manager;
  }

  /** All arrays, for a step's scope to adopt. */
  public NDList residents() {
    NDList residents = new NDList(features);
    residents.addAll(means);
    return residents;
  }

  /** Frees the features. */
  @Override
  public void close() {
    manager.close();
  }
}
