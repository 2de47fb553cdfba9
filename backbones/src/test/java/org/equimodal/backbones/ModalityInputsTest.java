package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Modality;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModalityInputsTest {

  private static final int USERS = 5;

  private Catalogue catalogue;
  private Modality first;
  private Modality second;
  private NDArray preferences;

  @BeforeEach
  void open() {
    catalogue =
        TestBackbones.catalogue(ToyData.random(USERS, 6, 2, TestSeed.get()), DataType.FLOAT32);
    first = catalogue.modalities().get(0);
    second = catalogue.modalities().get(1);
    preferences = catalogue.manager().arange(USERS * 2).toType(DataType.FLOAT32, true);
    preferences = preferences.reshape(new Shape(USERS, 2)).duplicate();
    preferences.setRequiresGradient(true);
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  @Test
  void showsFeaturesOrTheirMean() {
    ModalityInputs inputs = new ModalityInputs(catalogue, m -> preferences);
    View view = View.only(first);
    assertThat(inputs.features(first, view)).isSameAs(catalogue.features(first));
    assertThat(inputs.features(second, view)).isSameAs(catalogue.meanFeatures(second));
  }

  @Test
  void showsPreferencesOrTheMeanOfTheCurrentOnes() {
    try (StepScope scope = StepScope.training(catalogue.manager(), new NDList(preferences))) {
      ModalityInputs inputs = new ModalityInputs(catalogue, m -> preferences);
      assertThat(inputs.preferences(first, View.only(first))).isSameAs(preferences);
      NDArray mean = inputs.preferences(second, View.only(first));
      assertThat(mean.getShape()).isEqualTo(new Shape(1, 2));
      assertThat(mean.toFloatArray()).containsExactly(4, 5);

      Kernels.copy(
          new NDList(scope.manager().ones(preferences.getShape())), new NDList(preferences));
      ModalityInputs next = new ModalityInputs(catalogue, m -> preferences);
      assertThat(next.preferences(second, View.only(first)).toFloatArray()).containsExactly(1, 1);
    }
  }

  @Test
  void everyPreferenceGetsItsShareOfTheMeansGradient() {
    try (StepScope scope = StepScope.training(catalogue.manager(), new NDList(preferences))) {
      ModalityInputs inputs = new ModalityInputs(catalogue, m -> preferences);
      NDArray mean = inputs.preferences(first, View.only(second));
      NDArray weights = scope.manager().create(new float[] {3, -7}, new Shape(1, 2));
      NDArray gradient = Kernels.gradients(mean.mul(weights).sum(), new NDList(preferences)).head();
      double[] values = Probe.doubles(gradient);
      assertThat(values).hasSize(USERS * 2);
      for (int k = 0; k < values.length; k++) {
        assertThat(values[k]).isCloseTo((k % 2 == 0 ? 3.0 : -7.0) / USERS, within(1e-6));
      }
    }
  }

  @Test
  void computesOncePerModalityKeptOrMasked() {
    ModalityInputs inputs = new ModalityInputs(catalogue, m -> preferences);
    AtomicInteger calls = new AtomicInteger();
    View full = View.full(catalogue.modalities());
    View none = new View(List.of());
    for (int round = 0; round < 2; round++) {
      for (Modality modality : catalogue.modalities()) {
        for (View view : List.of(full, View.only(first), View.only(second), none)) {
          Object expected =
              inputs.shared("what", modality, view.keeps(modality) ? full : none, Object::new);
          Object actual = inputs.shared("what", modality, view, calls::incrementAndGet);
          assertThat(actual).isSameAs(expected);
        }
      }
    }
    assertThat(calls).hasValue(0);
    Object other = inputs.shared("else", first, full, Object::new);
    assertThat(other).isNotSameAs(inputs.shared("what", first, full, Object::new));
  }

  @Test
  void showsTrainedFeaturesOrTheMeanOfTheCurrentOnes() {
    try (StepScope scope = StepScope.training(catalogue.manager(), new NDList(preferences))) {
      AtomicInteger calls = new AtomicInteger();
      ModalityInputs inputs =
          ModalityInputs.ofTrained(
              catalogue,
              m -> {
                calls.incrementAndGet();
                return preferences;
              },
              List.of());
      for (View view : List.of(View.only(first), View.full(catalogue.modalities()))) {
        assertThat(inputs.features(first, view)).isSameAs(preferences);
      }
      NDArray mean = inputs.features(first, View.only(second));
      assertThat(mean.getShape()).isEqualTo(new Shape(1, 2));
      assertThat(mean.toFloatArray()).containsExactly(4, 5);
      assertThat(inputs.features(first, new View(List.of()))).isSameAs(mean);
      assertThat(calls).as("once kept, once masked").hasValue(2);

      Kernels.copy(
          new NDList(scope.manager().ones(preferences.getShape())), new NDList(preferences));
      ModalityInputs next = ModalityInputs.ofTrained(catalogue, m -> preferences, List.of());
      assertThat(next.features(first, View.only(second)).toFloatArray()).containsExactly(1, 1);
    }
  }

  @Test
  void everyTrainedFeatureGetsItsShareOfTheMeansGradient() {
    try (StepScope scope = StepScope.training(catalogue.manager(), new NDList(preferences))) {
      ModalityInputs inputs = ModalityInputs.ofTrained(catalogue, m -> preferences, List.of());
      NDArray mean = inputs.features(first, View.only(second));
      NDArray weights = scope.manager().create(new float[] {3, -7}, new Shape(1, 2));
      NDArray gradient = Kernels.gradients(mean.mul(weights).sum(), new NDList(preferences)).head();
      double[] values = Probe.doubles(gradient);
      for (int k = 0; k < USERS * 2; k++) {
        assertThat(values[k]).isCloseTo((k % 2 == 0 ? 3.0 : -7.0) / USERS, within(1e-6));
      }
    }
  }

  @Test
  void mapsTrainedFeaturesOnceWhereAViewKeepsThem() {
    View masked = View.only(second);
    View full = View.full(catalogue.modalities());
    for (boolean kept : new boolean[] {true, false}) {
      try (StepScope scope = StepScope.training(catalogue.manager(), new NDList(preferences))) {
        AtomicInteger calls = new AtomicInteger();
        UnaryOperator<NDArray> map =
            rows -> {
              calls.incrementAndGet();
              return Scalars.times(rows, 2);
            };
        List<View> views = kept ? List.of(masked, full) : List.of(masked);
        ModalityInputs inputs = ModalityInputs.ofTrained(catalogue, m -> preferences, views);
        NDArray row = inputs.projected(first, masked, map);
        assertThat(row.toFloatArray()).containsExactly(8, 10);
        NDArray loss = row.sum();
        if (kept) {
          loss = loss.add(inputs.projected(first, full, map).sum());
        }
        assertThat(calls).hasValue(1);
        double[] gradient = Probe.doubles(Kernels.gradients(loss, new NDList(preferences)).head());
        assertThat(scope.manager()).isSameAs(row.getManager());
        double expected = (kept ? 2 : 0) + 2.0 / USERS;
        for (double value : gradient) {
          assertThat(value).isCloseTo(expected, within(1e-6));
        }
      }
    }
  }

  @Test
  void hasNoPreferencesUnlessGiven() {
    View full = View.full(catalogue.modalities());
    assertThatThrownBy(() -> new ModalityInputs(catalogue).preferences(first, full))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("visual");
  }
}
