package org.equimodal.datasets;

import java.nio.file.Path;

/**
 * One modality's {@code .npy} file.
 *
 * @param modality what it shows of the items
 * @param path where it is
 * @param standardize whether training standardises its columns
 */
public record FeatureFile(Modality modality, Path path, boolean standardize) {

  /** Number of rows by the file's header. */
  int rows() {
    return (int) NpyMatrix.header(path).shape()[0];
  }

  /**
   * The type of its values as the file has it, {@code <f4} for instance.
   *
   * @throws InputException if it is no matrix of features
   */
  public String dtype() {
    return NpyMatrix.header(path).dtype();
  }

  /** The features as training takes them. */
  ItemFeatures read(Problems problems) {
    return ItemFeatures.read(modality, path, standardize, problems);
  }

  /**
   * The features as they are in the file, whatever training does with them.
   *
   * @throws InputException if they cannot be read
   */
  public ItemFeatures readRaw(Problems problems) {
    return ItemFeatures.read(modality, path, false, problems);
  }
}
