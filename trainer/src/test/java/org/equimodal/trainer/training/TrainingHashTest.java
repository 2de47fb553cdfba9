package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.MethodVariants;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingHashTest {

  private static Settings settings(String... sets) {
    return Configuration.resolve(
        new Sources(List.of(), List.of(sets), List.of()),
        Backbones.ids(),
        id -> Backbones.get(id).settingsType());
  }

  private static String teacher(String... sets) {
    return TrainingHash.teacher(settings(sets), "data", Role.teacher(new Modality(0, "visual")));
  }

  private static String student(String method, String... sets) {
    List<String> all = new ArrayList<>(List.of("method=" + method));
    all.addAll(List.of(sets));
    return TrainingHash.student(settings(all.toArray(new String[0])), "data", List.of());
  }

  @Test
  void knowsMethodsAndVariants() {
    assertThat(MethodVariants.names().stream().map(TrainingHashTest::student))
        .doesNotHaveDuplicates();
  }

  /** A method's settings count for students of that method, and never for teachers. */
  @ParameterizedTest
  @CsvSource({"ckd, ckd.tau=0.2", "gb, gb.epochs=3", "ogm, ogm.alpha=0.3"})
  void knowsAMethodsSettingsForThatMethodAlone(String method, String set) {
    for (String other : List.of("plain", "ckd", "gb", "ogm")) {
      assertThat(student(other, set).equals(student(other)))
          .as("%s with %s", other, set)
          .isEqualTo(!other.equals(method));
    }
    assertThat(teacher(set)).isEqualTo(teacher());
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
  void knowsNumbersByTheirValue() {
    assertThat(teacher("backbone=grcn", "model.edgeDropout=0.0"))
        .isEqualTo(teacher("backbone=grcn", "model.edgeDropout=0"))
        .isNotEqualTo(teacher("backbone=grcn", "model.edgeDropout=0.1"));
  }

  @Test
  void knowsNothingOfWhereItRuns() {
    assertThat(teacher("device=cpu", "runDir=elsewhere")).isEqualTo(teacher());
  }
}
