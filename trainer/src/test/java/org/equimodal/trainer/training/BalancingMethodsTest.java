package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Backbones;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.Optimizer;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Split;
import org.equimodal.distillation.BalancingMethod;
import org.equimodal.distillation.GradientBlending;
import org.equimodal.distillation.OnTheFlyGradientModulation;
import org.equimodal.distillation.PlainMethod;
import org.equimodal.distillation.TrainingStep;
import org.equimodal.distillation.Trial;
import org.equimodal.trainer.benchmark.BenchmarkData;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every backbone is trained a few steps with every method that has no teachers. */
class BalancingMethodsTest {

  private static final int STEPS = 3;

  private static Settings settings(String backbone, String... more) {
    List<String> sets =
        new ArrayList<>(
            List.of("backbone=" + backbone, "model.dimension=8", "training.batchSize=32"));
    sets.addAll(List.of(more));
    return Configuration.resolve(
        new Sources(List.of(), sets, List.of()),
        Backbones.ids(),
        id -> Backbones.get(id).settingsType());
  }

  private static Catalogue catalogue(int modalities) {
    Split drawn = BenchmarkData.interactions(40, 90, 5, 1);
    Interactions held = drawn.test();
    List<Integer> widths = List.of(12, 10, 8).subList(0, modalities);
    Dataset dataset =
        BenchmarkData.withFeatures("generated", new Split(drawn.train(), held, held), widths, 1);
    return new Catalogue(dataset, Device.cpu(), DataType.FLOAT32);
  }

  private static float[][] values(Backbone backbone) {
    return backbone.parameterArrays().stream().map(NDArray::toFloatArray).toArray(float[][]::new);
  }

  /** What a few steps do to a fresh model. */
  private static float[][] trained(Settings settings, Catalogue catalogue, BalancingMethod method) {
    try (ModelTraining model = new ModelTraining(settings, catalogue, "student");
        Optimizer optimizer = model.optimizer();
        TrainingStep step = new TrainingStep(model.backbone(), method, optimizer, 1e-3);
        BatchFeed batches = model.feed(false)) {
      Trial trial =
          new ModelTrial(
              model.backbone(), optimizer, model::optimizer, batches, 1e-3, new Interruption());
      float[][] before = values(model.backbone());
      for (int index = 0; index < STEPS; index++) {
        step.begin(1, index, trial);
        BatchFeed.Batch batch = batches.take(1, index);
        step.run(batch.training(), batch.generic());
      }
      assertThat(step.finiteSteps()).isEqualTo(STEPS);
      float[] means = step.takeMeans();
      List<String> names = step.partNames();
      assertThat(names).hasSameSizeAs(Arrays.asList(boxed(means)));
      double weights = 0;
      boolean weighted = false;
      for (int part = 0; part < means.length; part++) {
        assertThat(means[part]).as(names.get(part)).isFinite();
        if (names.get(part).startsWith("weight.")) {
          weighted = true;
          weights += means[part];
        }
        if (names.get(part).startsWith("coefficient.")) {
          assertThat(means[part]).isPositive().isLessThanOrEqualTo(1);
        }
      }
      assertThat(weights).isBetween(weighted ? 0.9999 : 0, weighted ? 1.0001 : 0);
      float[][] after = values(model.backbone());
      assertThat(Arrays.deepEquals(before, after)).as("nothing has moved").isFalse();
      assertThat(Stream.of(after).flatMap(array -> Stream.of(boxed(array))))
          .allMatch(Float::isFinite);
      return after;
    }
  }

  private static Float[] boxed(float[] values) {
    Float[] boxed = new Float[values.length];
    Arrays.setAll(boxed, k -> values[k]);
    return boxed;
  }

  /** Backbones, those that can with either optimiser. */
  static Stream<List<String>> backbones() {
    return Backbones.ids().stream()
        .flatMap(
            id ->
                Backbones.get(id).isRowwise()
                    ? Stream.of(List.of(id, "adam"), List.of(id, "lazy-adam"))
                    : Stream.of(List.of(id, "adam")));
  }

  @ParameterizedTest
  @MethodSource("backbones")
  void modulationTrains(List<String> how) {
    String optimizer = "training.optimizer=" + how.get(1);
    try (Catalogue catalogue = catalogue(3)) {
      for (List<String> sets :
          List.of(
              List.of("ogm.alpha=0.5"),
              List.of("ogm.alpha=0.5", "ogm.enhancement=true"),
              List.of("ogm.alpha=0.5", "ogm.apply=update"),
              List.of("ogm.alpha=0.5", "ogm.score=contribution"))) {
        if (how.get(1).equals("lazy-adam") && sets.contains("ogm.apply=update")) {
          continue; // refused
        }
        List<String> all = new ArrayList<>(sets);
        all.add(optimizer);
        Settings settings = settings(how.get(0), all.toArray(new String[0]));
        trained(
            settings,
            catalogue,
            new OnTheFlyGradientModulation(settings.ogm(), catalogue.modalities(), 1));
      }
    }
  }

  /** Views that are only looked at leave no trace in the gradients. */
  @ParameterizedTest
  @MethodSource("backbones")
  void modulationByNothingIsPlainTraining(List<String> how) {
    Settings settings = settings(how.get(0), "ogm.alpha=0", "training.optimizer=" + how.get(1));
    try (Catalogue catalogue = catalogue(3)) {
      float[][] modulated =
          trained(
              settings,
              catalogue,
              new OnTheFlyGradientModulation(settings.ogm(), catalogue.modalities(), 1));
      float[][] plain =
          trained(settings, catalogue, new PlainMethod(View.full(catalogue.modalities())));
      assertThat(modulated).isDeepEqualTo(plain);
    }
  }

  @ParameterizedTest
  @MethodSource("backbones")
  void blendingTrains(List<String> how) {
    String optimizer = "training.optimizer=" + how.get(1);
    for (int modalities = 2; modalities <= 3; modalities++) {
      try (Catalogue catalogue = catalogue(modalities)) {
        for (String restricted : List.of("true", "false")) {
          if (how.get(1).equals("lazy-adam") && restricted.equals("true")) {
            continue; // refused
          }
          Settings settings =
              settings(how.get(0), "gb.epochs=1", "gb.restrictGradients=" + restricted, optimizer);
          try (GradientBlending method = new GradientBlending(settings.gb(), catalogue, 1)) {
            trained(settings, catalogue, method);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backbones")
  void blendingOneModalityIsPlainTraining(List<String> how) {
    Settings settings = settings(how.get(0), "training.optimizer=" + how.get(1));
    try (Catalogue catalogue = catalogue(1);
        GradientBlending method = new GradientBlending(settings.gb(), catalogue, 1)) {
      float[][] plain =
          trained(settings, catalogue, new PlainMethod(View.full(catalogue.modalities())));
      assertThat(trained(settings, catalogue, method)).isDeepEqualTo(plain);
    }
  }
}
