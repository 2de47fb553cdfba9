package org.equimodal.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.Factor;
import org.equimodal.backbones.Initializers;
import org.equimodal.backbones.Margins;
import org.equimodal.backbones.Representations;
import org.equimodal.backbones.TestSeed;
import org.equimodal.backbones.ToyData;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeacherTest {

  private static double[] margins(
      Catalogue catalogue, StepScope scope, View view, Representations representations) {
    Triples training = Toy.training(catalogue, 30, 0);
    Triples generic = Toy.generic(catalogue, 20, 0);
    NDArray ids = ToyData.triples(scope.manager(), training, generic);
    Margins margins =
        new Margins(Map.of(view, representations), ids, training.size(), List.of(view));
    return Toy.doubles(margins.training(view).concat(margins.generic(view)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void hasTheMarginsOfTheModelItWasFrozenFrom(int modalities) {
    try (Catalogue catalogue = Toy.catalogue(modalities, DataType.FLOAT32)) {
      for (Modality modality : catalogue.modalities()) {
        Backbone backbone = Toy.backbone(catalogue, 1);
        View view = View.only(modality);
        Toy.train(backbone, new PlainMethod(view), 5);
        try (Teacher teacher = Teacher.freeze(modality, backbone);
            StepScope scope =
                StepScope.inference(
                    catalogue.manager(), backbone.residents(), teacher.residents())) {
          assertThat(teacher.modality()).isEqualTo(modality);
          Representations expected =
              backbone
                  .represent(new ParameterStore(scope.manager(), false), List.of(view), false)
                  .get(view);
          assertThat(margins(catalogue, scope, view, teacher.representations()))
              .as(TestSeed.message())
              .containsExactly(margins(catalogue, scope, view, expected), within(1e-5));
        }
      }
    }
  }

  @Test
  void doesNotFollowTheModelItWasFrozenFrom() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      Backbone bare = new OneFactor(catalogue, new Initializers(TestSeed.get()));
      bare.initialize(catalogue.manager());
      for (Backbone backbone : List.of(bare, Toy.backbone(catalogue, 1))) {
        Modality modality = catalogue.modalities().get(0);
        try (Teacher teacher = Teacher.freeze(modality, backbone)) {
          double[] users = Toy.doubles(teacher.residents().get(0));
          double[] items = Toy.doubles(teacher.residents().get(1));
          Toy.train(backbone, new PlainMethod(View.only(modality)), 3);
          assertThat(Toy.doubles(teacher.residents().get(0))).isEqualTo(users);
          assertThat(Toy.doubles(teacher.residents().get(1))).isEqualTo(items);
          backbone.parameterArrays().forEach(NDArray::close);
          assertThat(Toy.doubles(teacher.residents().get(0))).isEqualTo(users);
        }
      }
    }
  }

  /** A model whose representations are its parameters themselves. */
  private static final class OneFactor extends Backbone {

    private final Parameter users;
    private final Parameter items;

    OneFactor(Catalogue catalogue, Initializers initializers) {
      super(catalogue, initializers);
      users = addParameter(table("users", catalogue.users()));
      items = addParameter(table("items", catalogue.items()));
    }

    private static Parameter table(String name, int rows) {
      return Parameter.builder()
          .setName(name)
          .setType(Parameter.Type.WEIGHT)
          .optShape(new Shape(rows, 3))
          .build();
    }

    @Override
    public Map<View, Representations> represent(
        ParameterStore parameters, Collection<View> views, boolean training) {
      NDArray userRows = parameters.getValue(users, catalogue().device(), training);
      NDArray itemRows = parameters.getValue(items, catalogue().device(), training);
      Representations same = new Representations(List.of(new Factor(userRows, itemRows)));
      return views.stream().collect(Collectors.toMap(view -> view, view -> same));
    }

    @Override
    public List<Parameter> parametersOf(Modality modality) {
      return List.of();
    }
  }

  @Test
  void isTheSameAfterAStudentHasLearnedFromIt() {
    try (Catalogue catalogue = Toy.catalogue(3, DataType.FLOAT32)) {
      List<Teacher> teachers = Toy.teachers(catalogue);
      List<double[]> before =
          teachers.stream()
              .flatMap(teacher -> teacher.residents().stream())
              .map(Toy::doubles)
              .toList();
      Toy.train(
          Toy.backbone(catalogue, 1), new CkdMethod(SettingsBuilder.paper().build(), teachers), 20);
      List<double[]> after =
          teachers.stream()
              .flatMap(teacher -> teacher.residents().stream())
              .map(Toy::doubles)
              .toList();
      assertThat(after.toArray(double[][]::new)).isDeepEqualTo(before.toArray(double[][]::new));
    }
  }

  @Test
  void ownsTwoMatricesAndFreesThem() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      Backbone backbone = Toy.backbone(catalogue, 1);
      catalogue.manager().cap();
      int before = catalogue.manager().getManagedArrays().size();
      Teacher teacher = Teacher.freeze(catalogue.modalities().get(1), backbone);
      assertThat(catalogue.manager().getManagedArrays()).hasSize(before + 2);
      NDArray users = teacher.residents().head();
      assertThat(users.hasGradient()).isFalse();
      teacher.close();
      assertThat(catalogue.manager().getManagedArrays()).hasSize(before);
      assertThatThrownBy(users::toFloatArray).isInstanceOf(IllegalStateException.class);
    }
  }
}
