package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Sources;
import org.junit.jupiter.api.Test;

class TrainingHashTest {

  private static String teacher(String... sets) {
    return TrainingHash.teacher(
        Configuration.resolve(
            new Sources(List.of(), List.of(sets), List.of()),
            Backbones.ids(),
            id -> Backbones.get(id).settingsType()),
        "data",
        Role.teacher(new Modality(0, "visual")));
  }

  @Test
  void knowsHowPreciselyMatricesAreMultiplied() {
    assertThat(Stream.of("float32", "tf32", "bfloat16").map(m -> teacher("training.matmul=" + m)))
        .doesNotHaveDuplicates()
        .contains(teacher());
  }

  @Test
  void knowsHowItIsSelectedButNotWhatIsWatchedMeanwhile() {
    assertThat(teacher("evaluation.everyView=false")).isEqualTo(teacher());
    assertThat(teacher("evaluation.maskValidationAtTest=true")).isNotEqualTo(teacher());
    assertThat(teacher("evaluation.cutoffs=[20]")).isNotEqualTo(teacher());
  }

  @Test
  void knowsNothingOfWhereItRuns() {
    assertThat(teacher("device=cpu", "runDir=elsewhere")).isEqualTo(teacher());
  }
}
