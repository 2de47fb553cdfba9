package org.equimodal.datasets;

import java.nio.file.Path;

/** Opens the reading of features in small blocks to tests of other packages. */
public final class BlockedFeatures {

  private BlockedFeatures() {}

  /** Reads a {@code .npy} file into blocks of at most so many values. */
  public static ItemFeatures read(Modality modality, Path npy, int blockValues) {
    return ItemFeatures.read(modality, npy, false, blockValues);
  }
}
