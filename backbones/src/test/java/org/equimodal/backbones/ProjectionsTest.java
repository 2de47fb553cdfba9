package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.equimodal.backbones.tensor.Matmul;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Dataset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How precisely features are projected. */
class ProjectionsTest {

  private static final Dataset DATASET = ToyData.random(9, 12, 2, 1);

  static Collection<String> backbones() {
    return Backbones.ids();
  }

  /** The items of the full view. */
  private static double[] items(String id, Matmul matmul) {
    try (Catalogue catalogue =
            new Catalogue(DATASET, Device.cpu(), DataType.FLOAT32, matmul, Optional.empty());
        StepScope scope = StepScope.inference(catalogue.manager())) {
      Backbone backbone = TestBackbones.create(id, catalogue, 1);
      scope.adopt(backbone.residents());
      View full = View.full(catalogue.modalities());
      Representations all =
          backbone
              .represent(new ParameterStore(scope.manager(), false), List.of(full), false)
              .get(full);
      return Probe.doubles(all.itemMatrix(catalogue.items()));
    }
  }

  @ParameterizedTest
  @MethodSource("backbones")
  void bfloat16RoundsThemALittle(String id) {
    double[] exact = items(id, Matmul.FLOAT32);
    double[] rounded = items(id, Matmul.BFLOAT16);
    assertThat(rounded).containsExactly(exact, within(0.05));
    assertThat(rounded).isNotEqualTo(exact);
    assertThat(items(id, Matmul.TF32)).as("no more than float32 here").isEqualTo(exact);
  }
}
