package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.function.Executable;

/** What every backbone must do, whatever its model: outputs, gradients and parameters. */
final class BackboneContract {

  private static final int USERS = 7;
  private static final int ITEMS = 9;
  private static final double STEP = 1e-5;
  private static final int ENTRIES = 6;

  private final String id;
  private final int modalities;
  private final Dataset dataset;
  private final Triples triples;

  BackboneContract(String id, int modalities) {
    this.id = id;
    this.modalities = modalities;
    this.dataset = ToyData.random(USERS, ITEMS, modalities, TestSeed.get());
    this.triples = ToyData.triples(dataset, 12, TestSeed.get());
  }

  Map<String, Executable> checks() {
    Map<String, Executable> checks = new LinkedHashMap<>();
    checks.put("gives the views asked for, in their shapes", this::shapes);
    checks.put("gives a view the same alone and among others", this::views);
    checks.put("scores pairs by the dot product of the full view", this::scores);
    checks.put("takes a training step as it is initialised", this::firstStep);
    checks.put("has the gradients of finite differences", this::gradients);
    checks.put("keeps nothing that a garbage collection frees", this::garbage);
    checks.put("is its parameters", this::roundTrip);
    checks.put("is a function of its seed", this::seeds);
    checks.put("draws a parameter whatever the other modalities", this::streams);
    checks.put("groups parameters by modality", this::groups);
    checks.put("shares what is made of the dataset", this::constants);
    return checks;
  }

  private void shapes() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Backbone backbone = TestBackbones.create(id, catalogue, TestSeed.get());
      List<View> views = new ArrayList<>(Probe.views(dataset.modalities()));
      for (int order = 0; order < 2; order++) {
        try (StepScope scope = StepScope.inference(catalogue.manager(), backbone.residents())) {
          Map<View, Representations> represented =
              Probe.represent(backbone, scope.manager(), views, order == 0);
          assertThat(represented.keySet()).containsExactlyElementsOf(views);
          Set<Long> widths = new HashSet<>();
          for (View view : views) {
            long[] users = represented.get(view).userMatrix(USERS).getShape().getShape();
            long[] items = represented.get(view).itemMatrix(ITEMS).getShape().getShape();
            assertThat(users).as("users of %s", view).hasSize(2).startsWith(USERS);
            assertThat(items).as("items of %s", view).hasSize(2).startsWith(ITEMS);
            widths.add(users[1]);
            widths.add(items[1]);
          }
          assertThat(widths).as("widths of all views").hasSize(1);
        }
        Collections.reverse(views);
      }
    }
  }

  private void views() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Backbone backbone = TestBackbones.create(id, catalogue, TestSeed.get());
      List<View> views = Probe.views(dataset.modalities());
      try (StepScope scope = StepScope.inference(catalogue.manager(), backbone.residents())) {
        Map<View, Representations> together =
            Probe.represent(backbone, scope.manager(), views, false);
        for (View view : views) {
          Representations alone =
              Probe.represent(backbone, scope.manager(), List.of(view), false).get(view);
          assertThat(Probe.doubles(together.get(view).userMatrix(USERS)))
              .as("users of %s, %s", view, TestSeed.message())
              .containsExactly(Probe.doubles(alone.userMatrix(USERS)), tolerance(1e-6));
          assertThat(Probe.doubles(together.get(view).itemMatrix(ITEMS)))
              .as("items of %s, %s", view, TestSeed.message())
              .containsExactly(Probe.doubles(alone.itemMatrix(ITEMS)), tolerance(1e-6));
        }
      }
    }
  }

  private void scores() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Backbone backbone = TestBackbones.create(id, catalogue, TestSeed.get());
      double[] expected = Probe.scores(backbone, Probe.full(backbone));
      try (StepScope scope = StepScope.inference(catalogue.manager(), backbone.residents())) {
        NDManager manager = scope.manager();
        long[] pairs = LongStream.range(0, USERS * ITEMS).toArray();
        NDArray users = manager.create(Arrays.stream(pairs).map(pair -> pair / ITEMS).toArray());
        NDArray items = manager.create(Arrays.stream(pairs).map(pair -> pair % ITEMS).toArray());
        ParameterStore parameters = new ParameterStore(manager, false);
        NDList scores = backbone.forward(parameters, new NDList(users, items), false);
        assertThat(Probe.doubles(scores.singletonOrThrow()))
            .as(TestSeed.message())
            .containsExactly(expected, tolerance(1e-5));
        assertThat(backbone.getOutputShapes(new Shape[] {users.getShape()}))
            .containsExactly(scores.singletonOrThrow().getShape());
      }
    }
  }

  /** Names of fresh parameters must not confuse the kernels. */
  private void firstStep() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Backbone backbone = TestBackbones.create(id, catalogue, TestSeed.get());
      double[] before = Probe.scores(backbone, Probe.full(backbone));
      Backbone fresh = TestBackbones.create(id, catalogue, TestSeed.get());
      Probe.train(fresh, 1, 0.01, triples);
      assertThat(Probe.scores(fresh, Probe.full(fresh))).isNotEqualTo(before);
    }
  }

  private void gradients() {
    List<View> views = new ArrayList<>(List.of(View.full(dataset.modalities())));
    dataset.modalities().forEach(m -> views.add(View.only(m)));
    RandomGenerator random = Seeds.generator(TestSeed.get(), "contract.gradients");
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT64)) {
      Backbone backbone = TestBackbones.create(id, catalogue, TestSeed.get());
      for (View view : views) {
        double[][] gradients = gradients(backbone, view, false);
        for (int p = 0; p < gradients.length; p++) {
          String name = backbone.parameterNames().get(p);
          for (int k = 0; k < ENTRIES; k++) {
            int entry = random.nextInt(gradients[p].length);
            double expected = difference(backbone, view, name, entry);
            assertThat(gradients[p][entry])
                .as("%s[%d] in view %s, %s", name, entry, view, TestSeed.message())
                .isCloseTo(expected, within(1e-9 + 1e-5 * Math.abs(expected)));
          }
        }
      }
    }
  }

  private double difference(Backbone backbone, View view, String parameter, int entry) {
    double[] values = Probe.values(backbone, parameter);
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      double[] moved = values.clone();
      moved[entry] += side == 0 ? STEP : -STEP;
      Probe.set(backbone, parameter, moved);
      NDManager manager = backbone.catalogue().manager();
      try (StepScope scope = StepScope.inference(manager, backbone.residents())) {
        losses[side] = Probe.loss(backbone, scope.manager(), view, triples).getDouble();
      }
    }
    Probe.set(backbone, parameter, values);
    return (losses[0] - losses[1]) / (2 * STEP);
  }

  private double[][] gradients(Backbone backbone, View view, boolean collectGarbage) {
    NDManager manager = backbone.catalogue().manager();
    try (StepScope scope = StepScope.training(manager, backbone.residents())) {
      NDArray loss = Probe.loss(backbone, scope.manager(), view, triples);
      if (collectGarbage) {
        Buffers.overwriteFreed();
      }
      NDList gradients = Kernels.gradients(loss, backbone.parameterArrays());
      return gradients.stream().map(Probe::doubles).toArray(double[][]::new);
    }
  }

  private void garbage() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Backbone backbone = TestBackbones.create(id, catalogue, TestSeed.get());
      for (View view : Probe.views(dataset.modalities())) {
        assertThat(gradients(backbone, view, true))
            .as("gradients of view %s after a garbage collection", view)
            .isDeepEqualTo(gradients(backbone, view, false));
      }
    }
  }

  private void roundTrip() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Backbone backbone = TestBackbones.create(id, catalogue, TestSeed.get());
      Probe.train(backbone, 3, 0.01, triples);
      View full = Probe.full(backbone);
      double[] scores = Probe.scores(backbone, full);
      Map<String, double[]> saved = new LinkedHashMap<>();
      for (String name : backbone.parameterNames()) {
        saved.put(name, Probe.values(backbone, name));
      }
      assertThat(backbone.parameterArrays()).hasSameSizeAs(saved.keySet());

      Probe.train(backbone, 3, 0.01, triples);
      assertThat(Probe.scores(backbone, full)).isNotEqualTo(scores);
      Backbone other = TestBackbones.create(id, catalogue, TestSeed.get() + 1);
      assertThat(other.parameterNames()).isEqualTo(backbone.parameterNames());
      for (Backbone restored : List.of(backbone, other)) {
        saved.forEach((name, values) -> Probe.set(restored, name, values));
        assertThat(Probe.scores(restored, full)).isEqualTo(scores);
      }
    }
  }

  private void seeds() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Backbone first = TestBackbones.create(id, catalogue, 1);
      Backbone second = TestBackbones.create(id, catalogue, 1);
      Backbone other = TestBackbones.create(id, catalogue, 2);
      for (String name : first.parameterNames()) {
        double[] values = Probe.values(first, name);
        assertThat(values).as(name).isEqualTo(Probe.values(second, name));
        if (!name.endsWith(".features")) { // given, not drawn
          assertThat(values).as(name).isNotEqualTo(Probe.values(other, name));
        }
      }
      for (View view : Probe.views(dataset.modalities())) {
        double[] scores = Probe.scores(first, view);
        assertThat(scores).as("scores of %s", view).isEqualTo(Probe.scores(second, view));
        assertThat(scores).as("scores of %s", view).isNotEqualTo(Probe.scores(other, view));
      }
      Probe.train(first, 5, 0.01, triples);
      Probe.train(second, 5, 0.01, triples);
      for (String name : first.parameterNames()) {
        assertThat(Probe.values(first, name))
            .as("%s after training", name)
            .isEqualTo(Probe.values(second, name));
      }
    }
  }

  private void streams() {
    Dataset larger = ToyData.random(USERS, ITEMS, modalities == 3 ? 1 : 3, TestSeed.get());
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32);
        Catalogue otherCatalogue = TestBackbones.catalogue(larger, DataType.FLOAT32)) {
      Backbone backbone = TestBackbones.create(id, catalogue, TestSeed.get());
      Backbone other = TestBackbones.create(id, otherCatalogue, TestSeed.get());
      int shared = 0;
      for (String name : backbone.parameterNames()) {
        if (other.getDirectParameters().contains(name)) {
          double[] values = Probe.values(backbone, name);
          double[] others = Probe.values(other, name);
          if (values.length == others.length) {
            double scale =
                others[0] / values[0]; // the number of modalities may decide the deviation
            assertThat(Arrays.stream(values).map(value -> scale * value).toArray())
                .as(name)
                .containsExactly(others, within(1e-6));
            shared++;
          }
        }
      }
      assertThat(shared).as("parameters of both models").isPositive();
    }
  }

  private void groups() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Backbone backbone = TestBackbones.create(id, catalogue, TestSeed.get());
      List<Parameter> all = backbone.getDirectParameters().values();
      Set<Parameter> grouped = new HashSet<>();
      for (Modality modality : dataset.modalities()) {
        List<Parameter> group = backbone.parametersOf(modality);
        assertThat(group).as("group of %s", modality).isNotEmpty().doesNotHaveDuplicates();
        assertThat(all).as("group of %s", modality).containsAll(group);
        assertThat(grouped).as("group of %s", modality).doesNotContainAnyElementsOf(group);
        grouped.addAll(group);
      }
    }
  }

  /** Teachers and student live on one catalogue. */
  private void constants() {
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      TestBackbones.create(id, catalogue, 1);
      int once = catalogue.residents().size();
      TestBackbones.create(id, catalogue, 2);
      assertThat(catalogue.residents()).hasSize(once);
    }
  }

  private static Offset<Double> tolerance(double tolerance) {
    return within(tolerance);
  }
}
