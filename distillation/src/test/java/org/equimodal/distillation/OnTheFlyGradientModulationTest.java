package org.equimodal.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.Margins;
import org.equimodal.backbones.Representations;
import org.equimodal.backbones.TestSeed;
import org.equimodal.backbones.ToyData;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.backbones.tensor.LazyAdam;
import org.equimodal.backbones.tensor.Optimizer;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Modality;
import org.equimodal.distillation.ModulationSettings.Apply;
import org.equimodal.distillation.ModulationSettings.Score;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnTheFlyGradientModulationTest {

  private static final int BATCH = 32;

  /** The whole catalogue's epochs, without noise. */
  private static ModulationSettings settings(double alpha, Score score, Apply apply) {
    return new ModulationSettings(alpha, score, 0, 50, apply, false);
  }

  private static ModulationSettings enhanced(double alpha) {
    return new ModulationSettings(alpha, Score.ONLY, 0, 50, Apply.GRADIENT, true);
  }

  private static OnTheFlyGradientModulation ogm(Catalogue catalogue, ModulationSettings settings) {
    return new OnTheFlyGradientModulation(settings, catalogue.modalities(), TestSeed.get());
  }

  private static PlainMethod plain(Catalogue catalogue) {
    return new PlainMethod(View.full(catalogue.modalities()));
  }

  /** What a few steps did. */
  private record Trained(
      List<double[]> parameters, List<double[]> gradients, Map<String, Float> means) {}

  private static Trained train(Catalogue catalogue, BalancingMethod method, int epoch, int steps) {
    return train(catalogue, method, epoch, steps, FusedOrLazy.FUSED);
  }

  private enum FusedOrLazy {
    FUSED((m, p) -> new FusedAdam(m, p, Toy.LEARNING_RATE)),
    LAZY((m, p) -> new LazyAdam(m, p, Toy.LEARNING_RATE));

    private final BiFunction<NDManager, NDList, Optimizer> factory;

    FusedOrLazy(BiFunction<NDManager, NDList, Optimizer> factory) {
      this.factory = factory;
    }
  }

  /** Takes steps on the training triples of the catalogue and a fresh model, the same each time. */
  private static Trained train(
      Catalogue catalogue, BalancingMethod method, int epoch, int steps, FusedOrLazy kind) {
    Backbone backbone = Toy.backbone(catalogue, 1);
    Optimizer adam = kind.factory.apply(catalogue.manager(), backbone.parameterArrays());
    try (RecordingOptimizer optimizer = new RecordingOptimizer(adam);
        TrainingStep step = new TrainingStep(backbone, method, optimizer, Toy.LAMBDA2)) {
      for (int index = 0; index < steps; index++) {
        step.begin(epoch, index, null);
        step.run(Toy.training(catalogue, BATCH, index), ToyData.noTriples());
      }
      float[] means = step.takeMeans();
      Map<String, Float> named = new HashMap<>();
      for (int part = 0; part < means.length; part++) {
        named.put(step.partNames().get(part), means[part]);
      }
      return new Trained(Toy.parameters(backbone), optimizer.gradients(backbone), named);
    }
  }

  private static void assertSame(List<double[]> actual, List<double[]> expected) {
    assertThat(actual.toArray(double[][]::new)).isDeepEqualTo(expected.toArray(double[][]::new));
  }

  /** The modality that owns each parameter, or none. */
  private static List<Modality> owners(Catalogue catalogue) {
    Backbone backbone = Toy.backbone(catalogue, 1);
    List<Modality> owners = new ArrayList<>();
    for (String name : backbone.parameterNames()) {
      owners.add(
          catalogue.modalities().stream()
              .filter(
                  m -> backbone.parametersOf(m).stream().anyMatch(p -> p.getName().equals(name)))
              .findFirst()
              .orElse(null));
    }
    return owners;
  }

  /** Margins of a fresh model on the first batch. */
  private static double[] margins(Catalogue catalogue, View view) {
    Backbone backbone = Toy.backbone(catalogue, 1);
    try (StepScope scope = StepScope.inference(catalogue.manager(), backbone.residents())) {
      NDManager manager = scope.manager();
      NDArray ids =
          ToyData.triples(manager, Toy.training(catalogue, BATCH, 0), ToyData.noTriples());
      Map<View, Representations> shown =
          backbone.represent(new ParameterStore(manager, false), List.of(view), false);
      return Toy.doubles(new Margins(shown, ids, BATCH, List.of()).training(view));
    }
  }

  private static double score(double[] margins) {
    return Arrays.stream(margins).map(x -> 1 / (1 + Math.exp(-x))).average().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void scoresModalitiesByTheirMargins(Score score) {
    try (Catalogue catalogue = Toy.catalogue(3, DataType.FLOAT64)) {
      List<Modality> all = catalogue.modalities();
      Trained trained =
          train(catalogue, ogm(catalogue, settings(0.5, score, Apply.GRADIENT)), 1, 1);
      double[] full = margins(catalogue, View.full(all));
      double[] ids = margins(catalogue, new View(List.of()));
      double[] scores = new double[3];
      for (Modality m : all) {
        double[] own = margins(catalogue, View.only(m));
        double[] without = margins(catalogue, View.without(m, all));
        double[] shown = new double[BATCH];
        Arrays.setAll(shown, k -> score == Score.ONLY ? own[k] : full[k] - without[k] + ids[k] / 3);
        scores[m.index()] = score(shown);
      }
      double sum = Arrays.stream(scores).sum();
      for (Modality m : all) {
        double own = scores[m.index()];
        double rho = own / ((sum - own) / 2);
        assertThat((double) trained.means().get("score." + m)).isCloseTo(own, within(1e-6));
        assertThat((double) trained.means().get("coefficient." + m))
            .isCloseTo(rho > 1 ? 1 - Math.tanh(0.5 * rho) : 1, within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void multipliesTheGradientsOfAModalitysOwnParameters(FusedOrLazy kind) {
    try (Catalogue catalogue = Toy.catalogue(3, DataType.FLOAT64)) {
      ModulationSettings settings = settings(0.5, Score.ONLY, Apply.GRADIENT);
      Trained trained = train(catalogue, ogm(catalogue, settings), 1, 1, kind);
      List<double[]> whole = train(catalogue, plain(catalogue), 1, 1, kind).gradients();
      List<Modality> owners = owners(catalogue);
      for (int p = 0; p < whole.size(); p++) {
        double factor =
            owners.get(p) == null ? 1 : trained.means().get("coefficient." + owners.get(p));
        assertThat(trained.gradients().get(p))
            .as("parameter %d of %s", p, owners.get(p))
            .containsExactly(
                Arrays.stream(whole.get(p)).map(g -> factor * g).toArray(), within(1e-8));
      }
      assertThat(trained.means().values()).anyMatch(value -> value > 0.1 && value < 0.7);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shortensMoves(FusedOrLazy kind) {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT64)) {
      ModulationSettings settings = settings(0.5, Score.ONLY, Apply.UPDATE);
      Trained trained = train(catalogue, ogm(catalogue, settings), 1, 1, kind);
      List<double[]> start = Toy.parameters(Toy.backbone(catalogue, 1));
      Trained whole = train(catalogue, plain(catalogue), 1, 1, kind);
      assertSame(trained.gradients(), whole.gradients());
      List<Modality> owners = owners(catalogue);
      for (int p = 0; p < start.size(); p++) {
        double factor =
            owners.get(p) == null ? 1 : trained.means().get("coefficient." + owners.get(p));
        double[] expected = start.get(p).clone();
        for (int k = 0; k < expected.length; k++) {
          expected[k] += factor * (whole.parameters().get(p)[k] - expected[k]);
        }
        assertThat(trained.parameters().get(p))
            .as("parameter %d of %s", p, owners.get(p))
            .containsExactly(expected, within(1e-8));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isPlainTrainingWhereNoModalityIsSlowed(Apply apply) {
    try (Catalogue catalogue = Toy.catalogue(3, DataType.FLOAT32)) {
      Trained expected = train(catalogue, plain(catalogue), 1, 5);
      Trained actual = train(catalogue, ogm(catalogue, settings(0, Score.ONLY, apply)), 1, 5);
      assertSame(actual.parameters(), expected.parameters());
      assertThat(actual.means()).containsAllEntriesOf(expected.means());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 6, 9})
  void actsInItsEpochsOnly(int epoch) {
    ModulationSettings window = new ModulationSettings(0.5, Score.ONLY, 3, 5, Apply.GRADIENT, true);
    boolean inside = epoch == 4 || epoch == 6; // the epochs 3 and 5, counted from 0
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      Trained actual = train(catalogue, ogm(catalogue, window), epoch, 2);
      Trained expected = train(catalogue, plain(catalogue), epoch, 2);
      assertThat(Arrays.deepEquals(bits(actual), bits(expected))).isEqualTo(!inside);
      assertThat(
              catalogue.modalities().stream()
                  .allMatch(m -> actual.means().get("coefficient." + m) == 1))
          .isEqualTo(!inside);
    }
  }

  private static double[][] bits(Trained trained) {
    return trained.parameters().toArray(double[][]::new);
  }

  @ParameterizedTest
  @EnumSource
  void oneModalityIsPlainTraining(Score score) {
    ModulationSettings settings = new ModulationSettings(0.5, score, 0, 50, Apply.UPDATE, true);
    try (Catalogue catalogue = Toy.catalogue(1, DataType.FLOAT32)) {
      OnTheFlyGradientModulation method = ogm(catalogue, settings);
      assertThat(method.views()).containsExactly(View.full(catalogue.modalities()));
      Trained actual = train(catalogue, method, 1, 4);
      assertSame(actual.parameters(), train(catalogue, plain(catalogue), 1, 4).parameters());
      assertThat(actual.means()).containsEntry("coefficient.visual", 1f);
    }
  }

  /** Noise of the gradient's own size on the projections' weights, and on nothing else. */
  @Test
  void enhancementAddsNoiseToLinearWeights() {
    try (Catalogue catalogue = Toy.catalogue(3, DataType.FLOAT64)) {
      List<String> names = Toy.backbone(catalogue, 1).parameterNames();
      List<double[]> whole = train(catalogue, plain(catalogue), 1, 1).gradients();
      double squares = 0;
      int noisy = 0;
      for (int draw = 1; draw <= 20; draw++) {
        Trained trained = train(catalogue, ogm(catalogue, enhanced(0)), draw, 1);
        for (int p = 0; p < names.size(); p++) {
          double[] noise = trained.gradients().get(p).clone();
          for (int k = 0; k < noise.length; k++) {
            noise[k] -= whole.get(p)[k];
          }
          if (names.get(p).endsWith(".projection.weight")) {
            double deviation = deviation(whole.get(p));
            squares += Arrays.stream(noise).map(x -> x * x).sum() / (deviation * deviation);
            noisy += noise.length;
          } else {
            assertThat(noise).as(names.get(p)).containsOnly(0);
          }
        }
      }
      assertThat(Math.sqrt(squares / noisy)).as(TestSeed.message()).isCloseTo(1, within(0.1));
    }
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
  }

  @Test
  void noiseIsAFunctionOfTheStep() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      Trained first = train(catalogue, ogm(catalogue, enhanced(0.1)), 2, 3);
      assertSame(
          train(catalogue, ogm(catalogue, enhanced(0.1)), 2, 3).parameters(), first.parameters());
      double[][] other = bits(train(catalogue, ogm(catalogue, enhanced(0.1)), 3, 3));
      assertThat(Arrays.deepEquals(other, bits(first))).isFalse();
    }
  }
}
