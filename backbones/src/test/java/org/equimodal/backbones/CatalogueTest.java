package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.equimodal.datasets.BlockedFeatures;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.NpyWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {

  private static final int ITEMS = 9;

  private final Dataset dataset = ToyData.random(5, ITEMS, 2, TestSeed.get());

  @Test
  void holdsFeaturesAndTheirMeans() {
    for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
      try (Catalogue catalogue = new Catalogue(dataset, Device.cpu(), type)) {
        assertThat(catalogue.users()).isEqualTo(5);
        assertThat(catalogue.items()).isEqualTo(ITEMS);
        assertThat(catalogue.device()).isEqualTo(Device.cpu());
        assertThat(catalogue.residents()).hasSize(4);
        for (Modality modality : catalogue.modalities()) {
          ItemFeatures features = dataset.features().get(modality.index());
          assertThat(catalogue.width(modality)).isEqualTo(features.columns());
          assertThat(catalogue.features(modality).getDataType()).isEqualTo(type);
          assertThat(catalogue.meanFeatures(modality).getDataType()).isEqualTo(type);
          assertThat(catalogue.meanFeatures(modality).getShape())
              .isEqualTo(new Shape(1, features.columns()));
          double[] values = Probe.doubles(catalogue.features(modality));
          double[] means = Probe.doubles(catalogue.meanFeatures(modality));
          for (int item = 0; item < ITEMS; item++) {
            float[] row = features.row(item);
            for (int column = 0; column < row.length; column++) {
              assertThat(values[item * row.length + column]).isEqualTo(row[column]);
            }
          }
          double[] expected = Probe.meanRows(values, new Shape(ITEMS, features.columns()));
          for (int column = 0; column < means.length; column++) {
            assertThat(means[column]).isCloseTo(expected[column], within(1e-6));
          }
        }
      }
    }
  }

  @Test
  void uploadsFeaturesThatLieInSeveralBlocks(@TempDir Path folder) {
    float[] values = new float[ITEMS * 2];
    for (int k = 0; k < values.length; k++) {
      values[k] = k;
    }
    Path npy = NpyWriter.write(folder.resolve("features.npy"), NpyWriter.floats(ITEMS, 2, values));
    ItemFeatures features = BlockedFeatures.read(new Modality(0, "visual"), npy, 5);
    assertThat(features.blocks()).isGreaterThan(2);
    Dataset blocked =
        new Dataset(
            "blocked", dataset.split(), List.of(features), Optional.empty(), Optional.empty());
    try (Catalogue catalogue = new Catalogue(blocked, Device.cpu(), DataType.FLOAT32)) {
      assertThat(catalogue.features(features.modality()).toFloatArray()).isEqualTo(values);
    }
  }

  @Test
  void freesTheFeatures() {
    Catalogue catalogue = new Catalogue(dataset, Device.cpu(), DataType.FLOAT32);
    NDArray features = catalogue.residents().head();
    catalogue.close();
    assertThatThrownBy(features::toFloatArray).isInstanceOf(IllegalStateException.class);
  }
}
