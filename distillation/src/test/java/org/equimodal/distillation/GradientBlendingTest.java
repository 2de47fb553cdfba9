package org.equimodal.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
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
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.equimodal.backbones.AuxiliaryLoss;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.EgoGcn;
import org.equimodal.backbones.Initializers;
import org.equimodal.backbones.Representations;
import org.equimodal.backbones.TestSeed;
import org.equimodal.backbones.ToyData;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Split;
import org.equimodal.datasets.Triples;
import org.equimodal.distillation.BlendingSettings.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GradientBlendingTest {

  private static final BlendingSettings OFFLINE =
      new BlendingSettings(Schedule.OFFLINE, 4, 10, false);

  private static GradientBlending blending(Catalogue catalogue, boolean restricted) {
    return new GradientBlending(
        new BlendingSettings(Schedule.OFFLINE, 4, 10, restricted), catalogue, TestSeed.get());
  }

  private static void weigh(GradientBlending method, double... values) {
    NDArray weights = method.state().singletonOrThrow();
    try (NDManager scratch = weights.getManager().newSubManager()) {
      Kernels.copy(new NDList(scratch.create(values)), new NDList(weights));
    }
  }

  private static double[] weights(GradientBlending method) {
    return Toy.doubles(method.state().singletonOrThrow());
  }

  /** Takes steps; gives the mean parts. */
  private static Map<String, Float> train(
      Backbone backbone, BalancingMethod method, double lambda2, int steps) {
    Catalogue catalogue = backbone.catalogue();
    try (FusedAdam adam =
            new FusedAdam(catalogue.manager(), backbone.parameterArrays(), Toy.LEARNING_RATE);
        TrainingStep step = new TrainingStep(backbone, method, adam, lambda2)) {
      for (int index = 0; index < steps; index++) {
        step.run(Toy.training(catalogue, 32, index), ToyData.noTriples());
      }
      float[] means = step.takeMeans();
      Map<String, Float> named = new HashMap<>();
      for (int part = 0; part < means.length; part++) {
        named.put(step.partNames().get(part), means[part]);
      }
      return named;
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 3", "3, 4"})
  void needsEveryViewOnce(int modalities, int views) {
    try (Catalogue catalogue = Toy.catalogue(modalities, DataType.FLOAT32);
        GradientBlending method = blending(catalogue, false)) {
      assertThat(method.views()).hasSize(views).doesNotHaveDuplicates();
      assertThat(method.primaryView()).isEqualTo(View.full(catalogue.modalities()));
      assertThat(weights(method))
          .as("before the first estimate")
          .hasSize(modalities + 1)
          .containsOnly(weights(method)[0]);
    }
  }

  @Test
  void blendsTheLossesOfItsHeads() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32);
        GradientBlending method = blending(catalogue, false)) {
      weigh(method, 0.5, 0.125, 0.375);
      Map<String, Float> parts = train(Toy.backbone(catalogue, 1), method, Toy.LAMBDA2, 1);
      Map<String, Double> alone = new HashMap<>();
      for (Modality m : catalogue.modalities()) {
        PlainMethod head = new PlainMethod(View.only(m));
        alone.put(m.name(), (double) train(Toy.backbone(catalogue, 1), head, 0, 1).get("bpr"));
      }
      PlainMethod joint = new PlainMethod(method.primaryView());
      alone.put("joint", (double) train(Toy.backbone(catalogue, 1), joint, 0, 1).get("bpr"));
      alone.forEach(
          (head, bpr) ->
              assertThat((double) parts.get("bpr." + head)).isCloseTo(bpr, within(1e-6)));
      assertThat(parts).containsEntry("bpr", parts.get("bpr.joint"));
      assertThat(parts)
          .containsEntry("weight.visual", 0.5f)
          .containsEntry("weight.textual", 0.125f)
          .containsEntry("weight.joint", 0.375f);
      double blended =
          0.5 * alone.get("visual") + 0.125 * alone.get("textual") + 0.375 * alone.get("joint");
      assertThat((double) parts.get("loss")).isCloseTo(blended + parts.get("l2"), within(1e-6));
    }
  }

  @Test
  void oneModalityIsPlainTraining() {
    try (Catalogue catalogue = Toy.catalogue(1, DataType.FLOAT32);
        GradientBlending method = blending(catalogue, false)) {
      method.begin(1, 0, null); // estimates nothing
      Backbone blended = Toy.backbone(catalogue, 1);
      Backbone plain = Toy.backbone(catalogue, 1);
      train(blended, method, Toy.LAMBDA2, 5);
      train(plain, new PlainMethod(method.primaryView()), Toy.LAMBDA2, 5);
      assertThat(Toy.parameters(blended).toArray(double[][]::new))
          .isDeepEqualTo(Toy.parameters(plain).toArray(double[][]::new));
    }
  }

  @Test
  void everyHeadHasANameOfItsOwn() {
    try (Catalogue one = Toy.catalogue(1, DataType.FLOAT32);
        GradientBlending method = blending(one, false)) {
      assertThat(method.partNames())
          .containsExactly("bpr", "bpr.visual", "bpr.joint", "weight.visual", "weight.joint");
      Modality joint = new Modality(0, "joint");
      Dataset renamed = ToyData.withFeatures(one.dataset(), joint, new float[Toy.ITEMS][3]);
      try (Catalogue other = new Catalogue(renamed, Device.cpu(), DataType.FLOAT32);
          GradientBlending ofOther = blending(other, false)) {
        assertThat(ofOther.partNames())
            .containsExactly("bpr", "bpr.joint", "bpr._joint", "weight.joint", "weight._joint");
      }
    }
  }

  /** A backbone whose views of one modality depend on the parameters of the others. */
  private static Backbone mixing(Catalogue catalogue) {
    EgoGcn.Settings settings =
        new EgoGcn.Settings(
            4,
            EgoGcn.Fusion.SOFT,
            0.4,
            EgoGcn.Mixed.ABOVE,
            1,
            true,
            EgoGcn.ThirdLayer.REPEATED,
            EgoGcn.PreferenceNormalization.IN_GRAPH,
            AuxiliaryLoss.Use.OFF,
            0);
    EgoGcn backbone = new EgoGcn(catalogue, settings, new Initializers(TestSeed.get()));
    backbone.initialize(catalogue.manager());
    return backbone;
  }

  /** The parameters that a step of the first modality's head alone moves. */
  private static List<String> moved(Catalogue catalogue, boolean restricted) {
    Backbone backbone = mixing(catalogue);
    List<double[]> before = Toy.parameters(backbone);
    try (GradientBlending method = blending(catalogue, restricted)) {
      weigh(method, 1, 0, 0);
      train(backbone, method, 0, 1);
    }
    List<double[]> after = Toy.parameters(backbone);
    return IntStream.range(0, before.size())
        .filter(p -> !Arrays.equals(before.get(p), after.get(p)))
        .mapToObj(backbone.parameterNames()::get)
        .toList();
  }

  @Test
  void restrictedHeadsLeaveOtherModalitiesAlone() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      assertThat(moved(catalogue, false))
          .contains("node_embedding", "visual.preference", "textual.preference");
      assertThat(moved(catalogue, true))
          .contains("node_embedding", "visual.preference", "visual.gate.textual.weight")
          .noneMatch(name -> name.startsWith("textual."));
    }
  }

  @Test
  void restrictionChangesNoLoss() {
    try (Catalogue catalogue = Toy.catalogue(3, DataType.FLOAT64);
        GradientBlending free = blending(catalogue, false);
        GradientBlending restricted = blending(catalogue, true)) {
      Map<String, Float> expected = train(mixing(catalogue), free, Toy.LAMBDA2, 1);
      Map<String, Float> actual = train(mixing(catalogue), restricted, Toy.LAMBDA2, 1);
      expected.forEach(
          (part, value) ->
              assertThat((double) actual.get(part)).as(part).isCloseTo(value, within(1e-6)));
    }
  }

  /** A trial that takes ten steps, and remembers what it was asked for. */
  private static final class TenSteps implements Trial {
    final Backbone backbone;
    final List<String> asked = new ArrayList<>();
    final List<Object> seen = new ArrayList<>();

    TenSteps(Backbone backbone) {
      this.backbone = backbone;
    }

    @Override
    public Backbone backbone() {
      return backbone;
    }

    @Override
    public <T> T after(BalancingMethod method, int epoch, int epochs, Supplier<T> look) {
      asked.add("%s from %d for %d".formatted(method.primaryView(), epoch, epochs));
      NDList parameters = backbone.parameterArrays();
      try (NDManager scratch = backbone.catalogue().manager().newSubManager()) {
        NDList before = new NDList();
        for (NDArray parameter : parameters) {
          before.add(scratch.zeros(parameter.getShape(), parameter.getDataType()));
        }
        Kernels.copy(parameters, before);
        train(backbone, method, Toy.LAMBDA2, 10);
        T result = look.get();
        seen.add(result);
        Kernels.copy(before, parameters);
        return result;
      }
    }
  }

  @Test
  void estimatesFromItsHeadsTrainedAlone() {
    try (Catalogue catalogue = withValidation(2);
        GradientBlending method = new GradientBlending(OFFLINE, catalogue, 7)) {
      TenSteps trial = new TenSteps(Toy.backbone(catalogue, 1));
      HeadLosses losses = new HeadLosses(BlendingTriples.draw(catalogue.dataset().split(), 7));
      List<View> heads =
          List.of(
              View.only(catalogue.modalities().get(0)),
              View.only(catalogue.modalities().get(1)),
              View.full(catalogue.modalities()));
      List<BlendingEstimate.Losses> before = losses.of(trial.backbone, heads);
      method.begin(1, 0, trial);
      assertThat(trial.asked)
          .containsExactly(
              "visual from 1 for 4", "textual from 1 for 4", "visual+textual from 1 for 4");
      List<BlendingEstimate.Head> trained = new ArrayList<>();
      for (int k = 0; k < heads.size(); k++) {
        trained.add(
            new BlendingEstimate.Head(before.get(k), (BlendingEstimate.Losses) trial.seen.get(k)));
      }
      assertThat(trained).allMatch(head -> head.gain() > 0, "learns");
      assertThat(weights(method)).containsExactly(BlendingEstimate.weights(trained), within(1e-6));
      assertThat(weights(method)).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @EnumSource
  void estimatesWhenItIsDue(Schedule schedule) {
    BlendingSettings settings = new BlendingSettings(schedule, 2, 3, false);
    try (Catalogue catalogue = withValidation(2);
        GradientBlending method = new GradientBlending(settings, catalogue, 7)) {
      TenSteps trial = new TenSteps(Toy.backbone(catalogue, 1));
      List<Integer> due = new ArrayList<>();
      for (int epoch = 1; epoch <= 8; epoch++) {
        for (int index = 0; index < 2; index++) {
          int before = trial.asked.size();
          method.begin(epoch, index, trial);
          if (trial.asked.size() > before) {
            assertThat(index).isZero();
            due.add(epoch);
          }
        }
      }
      assertThat(due).isEqualTo(schedule == Schedule.OFFLINE ? List.of(1) : List.of(1, 4, 7));
    }
  }

  /** The losses of heads in plain loops over whole matrices. */
  @Test
  void measuresHeads() {
    try (Catalogue catalogue = withValidation(2)) {
      Backbone backbone = Toy.backbone(catalogue, 1);
      BlendingTriples triples = BlendingTriples.draw(catalogue.dataset().split(), 7);
      View view = View.only(catalogue.modalities().get(1));
      BlendingEstimate.Losses measured = new HeadLosses(triples).of(backbone, List.of(view)).get(0);
      assertThat(measured.training())
          .isCloseTo(bpr(backbone, view, triples.training()), within(1e-6));
      assertThat(measured.validation())
          .isCloseTo(bpr(backbone, view, triples.validation()), within(1e-6));
    }
  }

  private static double bpr(Backbone backbone, View view, Triples triples) {
    Catalogue catalogue = backbone.catalogue();
    try (StepScope scope = StepScope.inference(catalogue.manager(), backbone.residents())) {
      Representations shown =
          backbone
              .represent(new ParameterStore(scope.manager(), false), List.of(view), false)
              .get(view);
      double[] users = Toy.doubles(shown.userMatrix(catalogue.users()));
      double[] items = Toy.doubles(shown.itemMatrix(catalogue.items()));
      int width = users.length / catalogue.users();
      double sum = 0;
      for (int k = 0; k < triples.size(); k++) {
        double margin = 0;
        for (int d = 0; d < width; d++) {
          margin +=
              users[triples.users()[k] * width + d]
                  * (items[triples.positives()[k] * width + d]
                      - items[triples.negatives()[k] * width + d]);
        }
        sum += Math.log1p(Math.exp(-margin));
      }
      return sum / triples.size();
    }
  }

  /** The checkerboard with every user's own item, which is not in the training set, held out. */
  private static Catalogue withValidation(int modalities) {
    return Toy.catalogue(
        modalities,
        split -> {
          int[] own = IntStream.range(0, Toy.USERS).toArray();
          Interactions held = Interactions.of(Toy.USERS, Toy.ITEMS, own, own);
          return new Split(split.train(), held, held);
        });
  }
}
