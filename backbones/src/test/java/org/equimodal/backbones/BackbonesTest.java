package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.Test;

class BackbonesTest {

  private record OtherSettings() {}

  @Test
  void findsBackbonesByTheirIds() {
    assertThat(Backbones.ids()).contains("vbpr").doesNotHaveDuplicates();
    for (String id : Backbones.ids()) {
      assertThat(Backbones.get(id).id()).isEqualTo(id);
      assertThat(Backbones.get(id).settingsType().isRecord()).isTrue();
    }
  }

  @Test
  void namesTheChoicesWhereThereIsNone() {
    assertThatThrownBy(() -> Backbones.get("VBPR"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'VBPR'")
        .hasMessageContaining(String.join(", ", Backbones.ids()));
  }

  @Test
  void refusesSettingsOfAnother() {
    try (Catalogue catalogue =
        TestBackbones.catalogue(ToyData.random(4, 5, 1, 1), DataType.FLOAT32)) {
      assertThatThrownBy(
              () ->
                  Backbones.get("vbpr").create(catalogue, new OtherSettings(), new Initializers(1)))
          .isInstanceOf(ClassCastException.class);
    }
  }
}
