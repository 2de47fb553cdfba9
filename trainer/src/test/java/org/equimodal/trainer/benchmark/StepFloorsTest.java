package org.equimodal.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.Backbones;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.Cost;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.datasets.Dataset;
import org.equimodal.distillation.BalancingMethod;
import org.equimodal.distillation.CkdMethod;
import org.equimodal.distillation.PlainMethod;
import org.equimodal.distillation.Teacher;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.training.ModelTraining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Floors of steps as backbones take them, reckoned by hand. */
class StepFloorsTest {

  private static final int USERS = 9;
  private static final int ITEMS = 7;
  private static final int WIDE = 5;
  private static final int NARROW = 3;
  private static final int D = 64;
  private static final int B = 4;
  private static final int G = 6;
  private static final Dataset DATASET =
      BenchmarkData.withFeatures(
          "toy", BenchmarkData.interactions(USERS, ITEMS, 2, 7), List.of(WIDE, NARROW), 7);

  private static Settings settings(String backbone) {
    return Configuration.resolve(
        new Sources(
            List.of(),
            List.of("training.batchSize=" + B, "ckd.genericTriples=" + G),
            List.of(new Sources.Flag("--backbone", "backbone", backbone))),
        Backbones.ids(),
        id -> Backbones.get(id).settingsType());
  }

  private static Map<Part, List<Cost>> floors(String backbone, boolean ckd) {
    Settings settings = settings(backbone);
    List<Teacher> teachers = new ArrayList<>();
    try (Catalogue catalogue = new Catalogue(DATASET, Device.cpu(), DataType.FLOAT32);
        ModelTraining model = new ModelTraining(settings, catalogue, "student");
        FusedAdam adam =
            new FusedAdam(catalogue.manager(), model.backbone().parameterArrays(), 0.01)) {
      DATASET.modalities().forEach(m -> teachers.add(Teacher.freeze(m, model.backbone())));
      BalancingMethod method =
          ckd
              ? new CkdMethod(settings.ckd(), teachers)
              : new PlainMethod(View.full(DATASET.modalities()));
      try (MethodSteps steps = new MethodSteps(model, method, adam, 0)) {
        return steps.costs();
      } finally {
        teachers.forEach(Teacher::close);
      }
    }
  }

  @Test
  void aPlainStepOfVbpr() {
    Map<Part, List<Cost>> floors = floors("vbpr", false);
    Cost wide = Cost.product(ITEMS, WIDE, D);
    Cost narrow = Cost.product(ITEMS, NARROW, D);
    assertThat(floors.get(Part.FORWARD)).containsExactly(wide, narrow);
    Cost margins = Cost.margins(B, D, true, true);
    assertThat(floors.get(Part.MARGINS))
        .as("ids and two modalities")
        .containsExactly(margins, margins, margins);
    Cost gradient = Cost.marginsGradient(B, D, USERS, ITEMS);
    assertThat(floors.get(Part.BACKWARD))
        .containsExactlyInAnyOrder(
            Cost.product(D, ITEMS, WIDE),
            Cost.product(D, ITEMS, NARROW),
            gradient,
            gradient,
            gradient);
    assertThat(floors.get(Part.OPTIMIZER))
        .containsExactly(Cost.adam(3 * USERS * D + ITEMS * D + D * (WIDE + 1 + NARROW + 1)));
    assertThat(floors.get(Part.UPLOAD)).containsExactly(Cost.upload(B));
    assertThat(floors.get(Part.LOSS)).containsExactly(Cost.loss(B));
    assertThat(floors.get(Part.PROJECTIONS))
        .containsExactlyInAnyOrder(
            wide, narrow, Cost.product(D, ITEMS, WIDE), Cost.product(D, ITEMS, NARROW));
    assertThat(floors.get(Part.GRAPH)).isEmpty();
    assertThat(floors.get(Part.STEP)).hasSize(2 + 3 + 5 + 3);
    assertThat(floors.get(Part.EPOCH).get(0))
        .isEqualTo(floors.get(Part.STEP).get(0).times(DATASET.split().train().size() / B + 1));
    assertThat(floors).doesNotContainKeys(Part.REPORT, Part.RELEASE);
  }

  @Test
  void aCkdStepHasGenericTriplesAndTeachers() {
    Map<Part, List<Cost>> floors = floors("vbpr", true);
    assertThat(floors.get(Part.SAMPLER)).containsExactly(Cost.draw(B + G));
    assertThat(floors.get(Part.UPLOAD)).containsExactly(Cost.upload(B + G));
    assertThat(floors.get(Part.LOSS))
        .as(
            "three views on the batch, for one without the other is one alone; two on generic triples")
        .containsExactly(Cost.loss(3 * B + 2 * G));
    assertThat(floors.get(Part.MARGINS))
        .as("of each teacher, ids and its modality in one")
        .contains(Cost.margins(B + G, 2 * D, true, true));
  }

  /** Work that goes past the recorder would make a step look worse than it is. */
  @ParameterizedTest
  @MethodSource("backbones")
  void everyBackboneTellsOfItsProjectionsAndMargins(String backbone) {
    Map<Part, List<Cost>> floors = floors(backbone, true);
    assertThat(floors.get(Part.PROJECTIONS))
        .contains(
            Cost.product(ITEMS, WIDE, D),
            Cost.product(D, ITEMS, WIDE),
            Cost.product(ITEMS, NARROW, D),
            Cost.product(D, ITEMS, NARROW))
        .hasSize(backbone.equals("mgcn") ? 6 : 4);
    assertThat(floors.get(Part.MARGINS)).isNotEmpty();
    assertThat(floors.get(Part.GRAPH).isEmpty())
        .isEqualTo(List.of("vbpr", "deepstyle").contains(backbone));
  }

  static List<String> backbones() {
    return List.copyOf(Backbones.ids());
  }
}
