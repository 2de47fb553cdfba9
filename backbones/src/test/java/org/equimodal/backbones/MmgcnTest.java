package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.equimodal.backbones.Mmgcn.Preference;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for MMGCN alone. The last user and the last item have no interaction. */
class MmgcnTest {

  private static final int USERS = 7;
  private static final int ITEMS = 9;
  private static final int DIMENSION = 4;
  private static final double TOLERANCE = 1e-6; // edges have weights in single precision

  private static Dataset dataset(int modalities) {
    return ToyData.random(USERS, ITEMS, modalities, TestSeed.get());
  }

  private static Mmgcn mmgcn(Catalogue catalogue, Preference preference) {
    Mmgcn.Settings settings = new Mmgcn.Settings(DIMENSION, preference);
    Mmgcn mmgcn = new Mmgcn(catalogue, settings, new Initializers(TestSeed.get()));
    mmgcn.initialize(catalogue.manager());
    return mmgcn;
  }

  /** The equations of the class, one view at a time. */
  private static double[][] naive(Mmgcn mmgcn, Dataset dataset, View view) {
    double[][] mean = meanWithSelf(dataset);
    double[][] x =
        Naive.stack(
            Naive.parameter(mmgcn, "user_embedding"), Naive.parameter(mmgcn, "item_embedding"));
    double[][] sum = new double[x.length][DIMENSION];
    for (Modality m : dataset.modalities()) {
      double[][] p = Naive.parameter(mmgcn, m.name() + ".preference");
      double[][] f = Naive.features(dataset, m);
      if (!view.keeps(m)) {
        p = Naive.meanRows(p);
        f = Naive.meanRows(f);
      }
      double[][] v = Naive.linear(mmgcn, m.name() + ".projection", f);
      double[][] z = Naive.unit(Naive.stack(p, v));
      for (int l = 1; l <= 3; l++) {
        String layer = m.name() + ".layer" + l;
        double[][] a = Naive.linear(mmgcn, layer + ".aggregate", z);
        double[][] h = Naive.leaky(Naive.times(mean, a));
        double[][] q = Naive.plus(Naive.leaky(Naive.linear(mmgcn, layer + ".self", z)), x);
        z = Naive.leaky(Naive.plus(Naive.linear(mmgcn, layer + ".combine", h), q));
      }
      sum = Naive.plus(sum, z);
    }
    return Naive.times(sum, 1.0 / dataset.modalities().size());
  }

  /** D^-1 (A + I). */
  private static double[][] meanWithSelf(Dataset dataset) {
    double[][] matrix = Naive.adjacency(dataset);
    for (int node = 0; node < matrix.length; node++) {
      matrix[node][node] = 1;
      double degree = Arrays.stream(matrix[node]).sum();
      matrix[node] = Arrays.stream(matrix[node]).map(value -> value / degree).toArray();
    }
    return matrix;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void computesItsEquations(int modalities) {
    Dataset dataset = dataset(modalities);
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT64)) {
      for (Preference preference : Preference.values()) {
        Mmgcn mmgcn = mmgcn(catalogue, preference);
        for (View view : Probe.views(dataset.modalities())) {
          assertThat(Naive.nodes(mmgcn, view))
              .as("%s, view %s, %s", preference, view, TestSeed.message())
              .containsExactly(Naive.flat(naive(mmgcn, dataset, view)), within(TOLERANCE));
        }
      }
    }
  }

  /** All gradients of a view, by parameter. */
  private static Map<String, double[]> gradients(Mmgcn mmgcn, View view, Triples batch) {
    try (StepScope scope = StepScope.training(mmgcn.catalogue().manager(), mmgcn.residents())) {
      NDArray loss = Probe.loss(mmgcn, scope.manager(), view, batch);
      NDList gradients = Kernels.gradients(loss, mmgcn.parameterArrays());
      Map<String, double[]> byName = new HashMap<>();
      for (int p = 0; p < gradients.size(); p++) {
        byName.put(mmgcn.parameterNames().get(p), Probe.doubles(gradients.get(p)));
      }
      return byName;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void preferencesMoveOnlyWhenTrained(int modalities) {
    Dataset dataset = dataset(modalities);
    Triples batch = ToyData.triples(dataset, 30, TestSeed.get());
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      for (Preference preference : Preference.values()) {
        Mmgcn mmgcn = mmgcn(catalogue, preference);
        boolean frozen = preference == Preference.FROZEN_RANDOM;
        Map<String, double[]> before = new HashMap<>();
        for (String name : mmgcn.parameterNames()) {
          before.put(name, Probe.values(mmgcn, name));
        }
        for (Modality m : dataset.modalities()) {
          assertThat(before).as("what is saved").containsKey(m.name() + ".preference");
        }
        Probe.train(mmgcn, 3, 0.01, batch);
        for (String name : mmgcn.parameterNames()) {
          double[] now = Probe.values(mmgcn, name);
          if (frozen && name.endsWith(".preference")) {
            assertThat(now).as("%s, %s", name, preference).isEqualTo(before.get(name));
          } else {
            assertThat(now).as("%s, %s", name, preference).isNotEqualTo(before.get(name));
          }
        }
        for (View view : Probe.views(dataset.modalities())) {
          Map<String, double[]> gradients = gradients(mmgcn, view, batch);
          for (Modality m : dataset.modalities()) {
            double largest = Naive.largest(gradients.get(m.name() + ".preference"));
            if (frozen) {
              assertThat(largest).as("gradient of %s in view %s", m, view).isZero();
            } else {
              assertThat(largest).as("gradient of %s in view %s", m, view).isPositive();
            }
          }
        }
      }
    }
  }

  @Test
  void nodesWithoutInteractionsAreFinite() {
    Dataset dataset = dataset(2);
    Triples isolated = new Triples(new int[] {USERS - 1}, new int[] {ITEMS - 1}, new int[] {0});
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Mmgcn mmgcn = mmgcn(catalogue, Preference.TRAINED);
      assertThat(dataset.split().train().degree(USERS - 1)).isZero();
      assertThat(dataset.split().train().itemDegrees()[ITEMS - 1]).isZero();
      for (View view : Probe.views(dataset.modalities())) {
        assertThat(Naive.largest(Naive.nodes(mmgcn, view))).isFinite();
        gradients(mmgcn, view, isolated)
            .forEach(
                (name, gradient) ->
                    assertThat(Naive.largest(gradient))
                        .as("gradient of %s in view %s", name, view)
                        .isFinite());
      }
    }
  }

  @Test
  void settingsSayWhatIsWrong() {
    assertThatThrownBy(() -> new Mmgcn.Settings(0, Preference.TRAINED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("dimension");
    assertThatThrownBy(() -> new Mmgcn.Settings(1, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("preference");
  }
}
