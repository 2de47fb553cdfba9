package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.function.Executable;

/** What every backbone must do in a view that does not keep all modalities. */
final class MaskingContract {

  private static final int USERS = 8;
  private static final int ITEMS = 10;
  private static final double TOLERANCE = 1e-5;
  private static final double VISIBLE = 1e-3;

  private final String id;
  private final Dataset dataset;
  private final Triples triples;

  MaskingContract(String id, int modalities) {
    this.id = id;
    this.dataset = ToyData.random(USERS, ITEMS, modalities, TestSeed.get());
    this.triples = ToyData.triples(dataset, 12, TestSeed.get());
  }

  Map<String, Executable> checks() {
    Map<String, Executable> checks = new LinkedHashMap<>();
    checks.put("does not see the features of a masked modality", this::features);
    checks.put("does not see the preferences for a masked modality", this::preferences);
    checks.put("masks as if all rows were the mean row", () -> tiled(0));
    checks.put("masks so after training as well", () -> tiled(5));
    return checks;
  }

  private void features() {
    for (Modality modality : dataset.modalities()) {
      if (isParameter(modality.name() + ".features")) {
        parameters(modality, modality.name() + ".features");
        continue; // other features of the dataset would make other structure too
      }
      ItemFeatures before = dataset.features().get(modality.index());
      Dataset changed = ToyData.withFeatures(dataset, modality, otherOfSameMean(before));
      try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32);
          Catalogue other = TestBackbones.catalogue(changed, DataType.FLOAT32)) {
        compare(
            modality,
            TestBackbones.create(id, catalogue, TestSeed.get()),
            TestBackbones.create(id, other, TestSeed.get()));
      }
    }
  }

  private void preferences() {
    for (Modality modality : dataset.modalities()) {
      if (isParameter(modality.name() + ".preference")) {
        parameters(modality, modality.name() + ".preference");
      }
    }
  }

  private boolean isParameter(String name) {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      return TestBackbones.create(id, catalogue, TestSeed.get())
          .getDirectParameters()
          .contains(name);
    }
  }

  /** Moves the rows of a modality's table but not their mean. */
  private void parameters(Modality modality, String name) {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Backbone backbone = TestBackbones.create(id, catalogue, TestSeed.get());
      Backbone other = TestBackbones.create(id, catalogue, TestSeed.get());
      double[] values = Probe.values(backbone, name);
      double[] means = Probe.meanRows(values, shape(backbone, name));
      for (int k = 0; k < values.length; k++) {
        values[k] = means[k] - 3 * (values[k] - means[k]);
      }
      Probe.set(other, name, values);
      compare(modality, backbone, other);
    }
  }

  /** Two models that differ in one modality alone. */
  private void compare(Modality modality, Backbone backbone, Backbone other) {
    for (View view : Probe.views(dataset.modalities())) {
      double[] expected = Probe.relativeScores(backbone, view);
      double[] actual = Probe.relativeScores(other, view);
      if (view.keeps(modality)) {
        double largest = 0;
        for (int k = 0; k < expected.length; k++) {
          largest = Math.max(largest, Math.abs(actual[k] - expected[k]));
        }
        assertThat(largest)
            .as("change in view %s by %s, %s", view, modality, TestSeed.message())
            .isGreaterThan(VISIBLE);
      } else {
        assertThat(actual)
            .as("view %s with another %s, %s", view, modality, TestSeed.message())
            .containsExactly(expected, within(TOLERANCE));
      }
    }
  }

  private void tiled(int steps) {
    for (Modality modality : dataset.modalities()) {
      ItemFeatures features = dataset.features().get(modality.index());
      float[][] tiles = new float[ITEMS][];
      Arrays.fill(tiles, features.meanRow());
      Dataset masked =
          isParameter(modality.name() + ".features")
              ? dataset
              : ToyData.withFeatures(dataset, modality, tiles);
      try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32);
          Catalogue tiledCatalogue = TestBackbones.catalogue(masked, DataType.FLOAT32)) {
        Backbone backbone = TestBackbones.create(id, catalogue, TestSeed.get());
        Probe.train(backbone, steps, 0.01, triples);
        Backbone tiled = TestBackbones.create(id, tiledCatalogue, TestSeed.get() + 1);
        for (String name : backbone.parameterNames()) {
          double[] values = Probe.values(backbone, name);
          boolean input =
              name.equals(modality.name() + ".preference")
                  || name.equals(modality.name() + ".features");
          Probe.set(tiled, name, input ? Probe.meanRows(values, shape(tiled, name)) : values);
        }
        List<Modality> modalities = dataset.modalities();
        double[][] expected = Probe.matrices(tiled, View.full(modalities));
        double[][] actual = Probe.matrices(backbone, View.without(modality, modalities));
        for (int side = 0; side < 2; side++) {
          assertThat(actual[side])
              .as("%s without %s, %s", side == 0 ? "users" : "items", modality, TestSeed.message())
              .containsExactly(expected[side], within(TOLERANCE));
        }
      }
    }
  }

  private static Shape shape(Backbone backbone, String parameter) {
    return backbone.getDirectParameters().get(parameter).getShape();
  }

  /** The matrix mirrored at its mean row, and its rows in another order. */
  private static float[][] otherOfSameMean(ItemFeatures features) {
    float[] mean = features.meanRow();
    float[][] rows = new float[ITEMS][];
    for (int item = 0; item < ITEMS; item++) {
      rows[item] = features.row((item + 1) % ITEMS);
      for (int column = 0; column < mean.length; column++) {
        rows[item][column] = 2 * mean[column] - rows[item][column];
      }
    }
    return rows;
  }
}
