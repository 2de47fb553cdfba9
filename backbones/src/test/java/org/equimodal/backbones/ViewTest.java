package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.equimodal.datasets.Modality;
import org.junit.jupiter.api.Test;

class ViewTest {

  private static final Modality VISUAL = new Modality(0, "visual");
  private static final Modality TEXTUAL = new Modality(1, "textual");
  private static final Modality ACOUSTIC = new Modality(2, "acoustic");
  private static final List<Modality> ALL = List.of(VISUAL, TEXTUAL, ACOUSTIC);

  @Test
  void isWhatItKeeps() {
    assertThat(View.full(ALL).kept()).isEqualTo(ALL);
    assertThat(View.only(TEXTUAL).kept()).containsExactly(TEXTUAL);
    assertThat(View.without(TEXTUAL, ALL).kept()).containsExactly(VISUAL, ACOUSTIC);
    assertThat(View.without(TEXTUAL, ALL).keeps(ACOUSTIC)).isTrue();
    assertThat(View.without(TEXTUAL, ALL).keeps(TEXTUAL)).isFalse();
  }

  @Test
  void isEqualToWhateverKeepsTheSame() {
    List<Modality> two = List.of(VISUAL, TEXTUAL);
    assertThat(View.without(VISUAL, two)).isEqualTo(View.only(TEXTUAL));
    assertThat(View.without(VISUAL, two)).hasSameHashCodeAs(View.only(TEXTUAL));
    assertThat(View.full(List.of(VISUAL))).isEqualTo(View.only(VISUAL));
    assertThat(View.without(VISUAL, List.of(VISUAL))).isEqualTo(new View(List.of()));
    assertThat(View.only(VISUAL)).isNotEqualTo(View.only(TEXTUAL));
  }

  @Test
  void keepsTheOrderOfTheDataset() {
    assertThat(new View(List.of(ACOUSTIC, VISUAL)))
        .isEqualTo(View.without(TEXTUAL, ALL))
        .hasToString("visual+acoustic");
  }

  @Test
  void copiesItsList() {
    List<Modality> kept = new ArrayList<>(ALL);
    View view = new View(kept);
    kept.clear();
    assertThat(view.kept()).isEqualTo(ALL);
  }

  @Test
  void hasAName() {
    assertThat(View.full(ALL)).hasToString("visual+textual+acoustic");
    assertThat(View.only(ACOUSTIC)).hasToString("acoustic");
    assertThat(new View(List.of())).hasToString("none");
  }
}
