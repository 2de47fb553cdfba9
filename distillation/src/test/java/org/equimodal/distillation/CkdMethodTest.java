package org.equimodal.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.Margins;
import org.equimodal.backbones.Representations;
import org.equimodal.backbones.TestSeed;
import org.equimodal.backbones.ToyData;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.Triples;
import org.equimodal.distillation.DistillationSettings.Generic;
import org.equimodal.distillation.DistillationSettings.Reduction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CkdMethodTest {

  private static final double STEP = 1e-5;
  private static final int BATCH = 14;

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 3", "3, 7"})
  void needsEveryViewOnce(int modalities, int views) {
    try (Catalogue catalogue = Toy.catalogue(modalities, DataType.FLOAT32)) {
      List<Teacher> teachers = Toy.teachers(catalogue);
      CkdMethod method = new CkdMethod(SettingsBuilder.paper().build(), teachers);
      List<Modality> all = catalogue.modalities();
      assertThat(method.views()).hasSize(views).doesNotHaveDuplicates();
      assertThat(method.primaryView()).isEqualTo(View.full(all)).isIn(method.views());
      assertThat(method.genericViews())
          .containsExactlyElementsOf(all.stream().map(View::only).toList());
      assertThat(method.views()).containsAll(method.genericViews());
      assertThat(method.views()).containsAll(all.stream().map(m -> View.without(m, all)).toList());
      assertThat(method.residents()).hasSize(2 * modalities).doesNotHaveDuplicates();
      assertThat(method.partNames()).hasSize(1 + 6 * modalities).doesNotHaveDuplicates();
    }
  }

  @Test
  void needsNoGenericTriplesWithoutGenericDistillation() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      DistillationSettings settings = SettingsBuilder.paper().generic(Generic.OFF).build();
      CkdMethod method = new CkdMethod(settings, Toy.teachers(catalogue));
      assertThat(method.genericViews()).isEmpty();
      Toy.train(Toy.backbone(catalogue, 1), method, 2);
    }
  }

  @Test
  void plainNeedsItsViewAlone() {
    View view = View.only(new Modality(1, "textual"));
    PlainMethod method = new PlainMethod(view);
    assertThat(method.primaryView()).isEqualTo(view);
    assertThat(method.views()).containsExactly(view);
    assertThat(method.genericViews()).isEmpty();
    assertThat(method.residents()).isEmpty();
    assertThat(method.partNames()).containsExactly("bpr");
  }

  /** A student, its method, and one batch. */
  private record Student(Backbone backbone, List<Teacher> teachers, CkdMethod method) {

    Catalogue catalogue() {
      return backbone.catalogue();
    }

    Triples training() {
      return Toy.training(catalogue(), BATCH, 0);
    }

    Triples generic() {
      return Toy.generic(catalogue(), 9, 0);
    }

    Margins margins(NDManager manager, NDArray ids) {
      Map<View, Representations> views =
          backbone.represent(new ParameterStore(manager, false), method.views(), true);
      return new Margins(views, ids, BATCH, method.genericViews());
    }

    NDArray ids(NDManager manager) {
      return ToyData.triples(manager, training(), generic());
    }

    /** Margins as numbers, for the loss in plain loops. */
    ToyMargins numbers() {
      List<Modality> all = catalogue().modalities();
      try (StepScope scope =
          StepScope.inference(catalogue().manager(), backbone.residents(), method.residents())) {
        NDArray ids = ids(scope.manager());
        Margins student = margins(scope.manager(), ids);
        List<Margins> frozen = teachers.stream().map(teacher -> frozen(teacher, ids)).toList();
        return new ToyMargins(
            Toy.doubles(student.training(method.primaryView())),
            each(all, m -> student.training(View.only(m))),
            each(all, m -> student.training(View.without(m, all))),
            each(all, m -> frozen.get(m.index()).training(View.only(m))),
            each(all, m -> student.generic(View.only(m))),
            each(all, m -> frozen.get(m.index()).generic(View.only(m))));
      }
    }

    private static Margins frozen(Teacher teacher, NDArray ids) {
      View view = View.only(teacher.modality());
      return new Margins(Map.of(view, teacher.representations()), ids, BATCH, List.of(view));
    }

    private static double[][] each(List<Modality> all, Function<Modality, NDArray> margins) {
      return all.stream().map(margins).map(Toy::doubles).toArray(double[][]::new);
    }
  }

  /** The whole loss through a model, against finite differences with the weights held fixed. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void hasTheGradientsOfFiniteDifferences(int modalities) {
    try (Catalogue catalogue = Toy.catalogue(modalities, DataType.FLOAT64)) {
      List<Teacher> teachers = Toy.teachers(catalogue);
      List<DistillationSettings> variants =
          Stream.of(
                  SettingsBuilder.paper().tau(0.5),
                  SettingsBuilder.paper().tau(0.5).reduction(Reduction.SUM),
                  SettingsBuilder.release().tau(0.5))
              .map(SettingsBuilder::build)
              .toList();
      for (DistillationSettings settings : variants) {
        Student student =
            new Student(Toy.backbone(catalogue, 1), teachers, new CkdMethod(settings, teachers));
        check(student, new ReferenceLoss(settings));
      }
    }
  }

  private static void check(Student student, ReferenceLoss reference) {
    Backbone backbone = student.backbone();
    NDManager manager = student.catalogue().manager();
    ToyMargins base = student.numbers();
    double[][] lambda = reference.lambda(base);
    double[][] gradients;
    try (StepScope scope =
        StepScope.training(manager, backbone.residents(), student.method().residents())) {
      NDArray ids = student.ids(scope.manager());
      BalancingMethod method = student.method();
      BalancingMethod.LossAndParts loss =
          method.loss(method.compared(student.margins(scope.manager(), ids), ids, BATCH));
      assertThat(loss.loss().getDouble())
          .as("%s, %s", reference.settings(), TestSeed.message())
          .isCloseTo(reference.total(base, lambda), within(1e-6));
      gradients =
          Kernels.gradients(loss.loss(), backbone.parameterArrays()).stream()
              .map(Toy::doubles)
              .toArray(double[][]::new);
    }
    RandomGenerator random = Seeds.generator(TestSeed.get(), "ckd.gradients");
    for (int p = 0; p < gradients.length; p++) {
      NDArray parameter = backbone.parameterArrays().get(p);
      double[] values = Toy.doubles(parameter);
      for (int round = 0; round < 4; round++) {
        int entry = random.nextInt(values.length);
        double[] totals = new double[2];
        for (int side = 0; side < 2; side++) {
          double[] moved = values.clone();
          moved[entry] += side == 0 ? STEP : -STEP;
          set(parameter, moved);
          totals[side] = reference.total(student.numbers(), lambda);
        }
        set(parameter, values);
        double expected = (totals[0] - totals[1]) / (2 * STEP);
        assertThat(gradients[p][entry])
            .as(
                "%s[%d], %s, %s",
                backbone.parameterNames().get(p), entry, reference.settings(), TestSeed.message())
            .isCloseTo(expected, within(1e-7 + 1e-5 * Math.abs(expected)));
      }
    }
  }

  private static void set(NDArray parameter, double[] values) {
    try (NDManager scratch = parameter.getManager().newSubManager()) {
      Kernels.copy(new NDList(scratch.create(values, parameter.getShape())), new NDList(parameter));
    }
  }
}
