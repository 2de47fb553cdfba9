package org.equimodal.datasets.preparation.folder;

import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.equimodal.datasets.NpyRows;
import org.equimodal.datasets.preparation.FeatureSource;

/**
 * A folder's feature matrix, row i for the item with dense id i.
 *
 * @param modality the modality's name
 * @param file the {@code .npy} file
 * @param items raw ids of the items
 * @param standardize whether training is to standardise the columns
 */
record NpyFeatures(String modality, Path file, IdTexts items, boolean standardize)
    implements FeatureSource {
  @Override
  public int width() {
    return new NpyRows(file).columns();
  }

  @Override
  public void read(BiConsumer<String, float[]> rows) {
    new NpyRows(file)
        .forEach((values, item) -> rows.accept(items.name(Integer.toString(item)), values));
  }
}
