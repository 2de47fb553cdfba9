package org.equimodal.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.equimodal.backbones.AuxiliaryLoss;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.EgoGcn;
import org.equimodal.backbones.Grcn;
import org.equimodal.backbones.Initializers;
import org.equimodal.backbones.Margins;
import org.equimodal.backbones.Mgcn;
import org.equimodal.backbones.Representations;
import org.equimodal.backbones.TestSeed;
import org.equimodal.backbones.ToyData;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Triples;
import org.equimodal.distillation.BlendingSettings.Schedule;
import org.equimodal.distillation.ModulationSettings.Apply;
import org.equimodal.distillation.ModulationSettings.Score;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class TrainingStepTest {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int MOST_WINDOWS = 4;

  /** A model in training. */
  private static final class Run implements AutoCloseable {
    final Catalogue catalogue;
    final BalancingMethod method;
    final Backbone backbone;
    final FusedAdam adam;
    final TrainingStep step;

    Run(Catalogue catalogue, BalancingMethod method) {
      this(catalogue, method, Toy.backbone(catalogue, 1));
    }

    Run(Catalogue catalogue, BalancingMethod method, Backbone backbone) {
      this.catalogue = catalogue;
      this.method = method;
      this.backbone = backbone;
      this.adam = new FusedAdam(catalogue.manager(), backbone.parameterArrays(), Toy.LEARNING_RATE);
      this.step = new TrainingStep(backbone, method, adam, Toy.LAMBDA2);
    }

    void take(int steps) {
      Triples training = Toy.training(catalogue, 32, 0);
      Triples generic = Toy.genericFor(method, catalogue, 0);
      for (int k = 0; k < steps; k++) {
        step.run(training, generic);
      }
    }

    double part(float[] means, String name) {
      return means[step.partNames().indexOf(name)];
    }

    @Override
    public void close() {
      step.close();
      adam.close();
    }
  }

  private static CkdMethod ckd(Catalogue catalogue) {
    return new CkdMethod(SettingsBuilder.paper().build(), Toy.teachers(catalogue));
  }

  /** GRCN and MGCN with the losses of their papers, or without. */
  private static List<Backbone> withAuxiliary(Catalogue catalogue, AuxiliaryLoss.Use auxiliary) {
    Initializers initializers = new Initializers(TestSeed.get());
    List<Backbone> backbones =
        List.of(
            new Grcn(
                catalogue,
                new Grcn.Settings(
                    4, Grcn.Routing.PAPER, 3, Grcn.EdgeMode.CONFIDENCE, true, 0, auxiliary, 0.5),
                initializers),
            new EgoGcn(
                catalogue,
                new EgoGcn.Settings(
                    4,
                    EgoGcn.Fusion.SOFT,
                    0.4,
                    EgoGcn.Mixed.ABOVE,
                    1,
                    true,
                    EgoGcn.ThirdLayer.REPEATED,
                    EgoGcn.PreferenceNormalization.IN_GRAPH,
                    auxiliary,
                    0.5),
                initializers),
            new Mgcn(
                catalogue,
                new Mgcn.Settings(4, 2, 1, 3, Mgcn.MaskedGraph.KEEP, true, auxiliary, 0.5, 0.2),
                initializers));
    backbones.forEach(backbone -> backbone.initialize(catalogue.manager()));
    return backbones;
  }

  /** The backbone's own loss in a view on the batch of {@link Run#take}. */
  private static double auxiliary(Backbone backbone, View view) {
    Catalogue catalogue = backbone.catalogue();
    try (StepScope scope = StepScope.inference(catalogue.manager(), backbone.residents())) {
      NDManager manager = scope.manager();
      NDArray ids = ToyData.triples(manager, Toy.training(catalogue, 32, 0), ToyData.noTriples());
      Representations shown =
          backbone.represent(new ParameterStore(manager, false), List.of(view), true).get(view);
      return shown.auxiliaryLoss().orElseThrow().on(ids).getFloat();
    }
  }

  private static PlainMethod plain(Catalogue catalogue) {
    return new PlainMethod(View.full(catalogue.modalities()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void lowersTheLoss(int modalities) {
    try (Catalogue catalogue = Toy.catalogue(modalities, DataType.FLOAT32)) {
      CkdMethod ckd = ckd(catalogue);
      for (BalancingMethod method : List.of(ckd, plain(catalogue))) {
        try (Run run = new Run(catalogue, method)) {
          run.take(1);
          double first = run.part(run.step.takeMeans(), "loss");
          run.take(30);
          run.step.takeMeans();
          run.take(1);
          assertThat(run.part(run.step.takeMeans(), "loss"))
              .as(TestSeed.message())
              .isLessThan(0.9 * first);
        }
      }
    }
  }

  @Test
  void reportsWhatTheLossIsMadeOf() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32);
        Run run = new Run(catalogue, ckd(catalogue))) {
      assertThat(run.step.partNames())
          .startsWith("loss", "l2", "bpr", "specific.visual", "specific.textual")
          .hasSize(2 + 13);
      run.take(1);
      float[] means = run.step.takeMeans();
      assertThat(means).hasSameSizeAs(run.step.partNames());
      double expected = run.part(means, "l2") + run.part(means, "bpr");
      SettingsBuilder settings = SettingsBuilder.paper();
      for (String modality : List.of("visual", "textual")) {
        double distilled =
            run.part(means, "specific." + modality)
                + settings.lambdaG * run.part(means, "generic." + modality);
        expected += settings.lambdaKd * run.part(means, "lambda." + modality) * distilled;
      }
      assertThat(run.part(means, "l2")).isPositive();
      assertThat(run.part(means, "loss")).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void tellsOfItsPhasesAndDoesTheSameWhenWatched() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      CkdMethod ckd = ckd(catalogue);
      for (BalancingMethod method : List.of(ckd, plain(catalogue))) {
        try (Run alone = new Run(catalogue, method);
            Run watched = new Run(catalogue, method)) {
          alone.take(1);
          List<StepPhase> phases = new ArrayList<>();
          Triples training = Toy.training(catalogue, 32, 0);
          watched.step.run(training, Toy.genericFor(method, catalogue, 0), phases::add);
          assertThat(phases).containsExactly(StepPhase.values());
          assertThat(watched.step.takeMeans()).containsExactly(alone.step.takeMeans());
        }
      }
    }
  }

  @Test
  void addsTheBackbonesOwnLossInTheViewTrained() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      List<View> views =
          List.of(View.full(catalogue.modalities()), View.only(catalogue.modalities().get(1)));
      for (View view : views) {
        for (Backbone backbone : withAuxiliary(catalogue, AuxiliaryLoss.Use.ORIGINAL)) {
          String description = "%s, view %s".formatted(backbone.getClass().getSimpleName(), view);
          double expected = auxiliary(backbone, view);
          try (Run run = new Run(catalogue, new PlainMethod(view), backbone)) {
            assertThat(run.step.partNames()).containsExactly("loss", "l2", "auxiliary", "bpr");
            run.take(1);
            float[] means = run.step.takeMeans();
            double auxiliary = run.part(means, "auxiliary");
            assertThat(auxiliary)
                .as(description)
                .isPositive()
                .isCloseTo(expected, within(1e-5 * expected));
            assertThat(run.part(means, "loss"))
                .as(description)
                .isCloseTo(
                    run.part(means, "bpr") + run.part(means, "l2") + auxiliary, within(1e-5));
          }
        }
      }
    }
  }

  @Test
  void trainsTheBackbonesOwnLoss() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      List<Backbone> without = withAuxiliary(catalogue, AuxiliaryLoss.Use.OFF);
      List<Backbone> with = withAuxiliary(catalogue, AuxiliaryLoss.Use.ORIGINAL);
      View full = View.full(catalogue.modalities());
      for (int k = 0; k < with.size(); k++) {
        String name = with.get(k).getClass().getSimpleName();
        try (Run bare = new Run(catalogue, plain(catalogue), without.get(k));
            Run run = new Run(catalogue, plain(catalogue), with.get(k))) {
          assertThat(bare.step.partNames()).containsExactly("loss", "l2", "bpr");
          assertThat(Toy.parameters(run.backbone).toArray(double[][]::new))
              .isDeepEqualTo(Toy.parameters(bare.backbone).toArray(double[][]::new));
          bare.take(20);
          run.take(20);
          float[] means = bare.step.takeMeans();
          assertThat(bare.part(means, "loss"))
              .isCloseTo(bare.part(means, "bpr") + bare.part(means, "l2"), within(1e-6));
          double after = auxiliary(run.backbone, full);
          Kernels.copy(bare.backbone.parameterArrays(), run.backbone.parameterArrays());
          assertThat(after)
              .as("own loss of %s, trained with it and without", name)
              .isLessThan(0.95 * auxiliary(run.backbone, full));
        }
      }
    }
  }

  @Test
  void distillationAddsTheBackbonesOwnLossOfTheFullView() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      CkdMethod ckd = ckd(catalogue);
      for (Backbone backbone : withAuxiliary(catalogue, AuxiliaryLoss.Use.ORIGINAL)) {
        double expected = auxiliary(backbone, View.full(catalogue.modalities()));
        try (Run run = new Run(catalogue, ckd, backbone)) {
          run.take(1);
          assertThat(run.part(run.step.takeMeans(), "auxiliary"))
              .isCloseTo(expected, within(1e-5 * expected));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void constrainsParametersBeforeTheFirstAndAfterEveryStep(
      EgoGcn.PreferenceNormalization normalization) {
    EgoGcn.Settings settings =
        new EgoGcn.Settings(
            4,
            EgoGcn.Fusion.SOFT,
            0.4,
            EgoGcn.Mixed.ABOVE,
            1,
            true,
            EgoGcn.ThirdLayer.REPEATED,
            normalization,
            AuxiliaryLoss.Use.OFF,
            0);
    boolean constrained = normalization == EgoGcn.PreferenceNormalization.AFTER_STEP;
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      EgoGcn egoGcn = new EgoGcn(catalogue, settings, new Initializers(TestSeed.get()));
      egoGcn.initialize(catalogue.manager());
      assertThat(preferencesAreUnit(egoGcn)).as("as drawn").isFalse();
      try (Run run = new Run(catalogue, plain(catalogue), egoGcn)) {
        assertThat(preferencesAreUnit(egoGcn)).as("before the first step").isEqualTo(constrained);
        List<double[]> before = Toy.parameters(egoGcn);
        for (int step = 1; step <= 3; step++) {
          run.take(1);
          assertThat(preferencesAreUnit(egoGcn)).as("after step %d", step).isEqualTo(constrained);
        }
        assertThat(Toy.parameters(egoGcn).toArray(double[][]::new))
            .isNotEqualTo(before.toArray(double[][]::new));
      }
    }
  }

  /** Whether all rows of all preferences have length 1. */
  private static boolean preferencesAreUnit(Backbone backbone) {
    boolean unit = true;
    for (Modality m : backbone.catalogue().modalities()) {
      double[] values =
          Toy.doubles(backbone.getDirectParameters().get(m.name() + ".preference").getArray());
      int width = values.length / Toy.USERS;
      for (int user = 0; user < Toy.USERS; user++) {
        double squares = 0;
        for (int k = user * width; k < (user + 1) * width; k++) {
          squares += values[k] * values[k];
        }
        unit &= Math.abs(Math.sqrt(squares) - 1) < 1e-5;
      }
    }
    return unit;
  }

  @Test
  void reportsMeansOverTheStepsSinceTheLastReport() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      CkdMethod ckd = ckd(catalogue);
      try (Run apart = new Run(catalogue, ckd);
          Run together = new Run(catalogue, ckd);
          Run restored = new Run(catalogue, ckd)) {
        double[] expected = new double[apart.step.partNames().size()];
        for (int k = 0; k < 3; k++) {
          apart.take(1);
          float[] means = apart.step.takeMeans();
          for (int part = 0; part < expected.length; part++) {
            expected[part] += means[part] / 3;
          }
        }
        together.take(2);
        Kernels.copy(together.backbone.parameterArrays(), restored.backbone.parameterArrays());
        restored.adam.restore(together.adam.state());
        Kernels.copy(together.step.state(), restored.step.state());
        restored.step.setSteps(2);
        for (Run run : List.of(together, restored)) {
          run.take(1);
          float[] means = run.step.takeMeans();
          for (int part = 0; part < expected.length; part++) {
            assertThat((double) means[part])
                .as(run.step.partNames().get(part))
                .isCloseTo(expected[part], within(1e-5));
          }
        }
        apart.take(1);
        together.take(1);
        assertThat(together.step.takeMeans()).isEqualTo(apart.step.takeMeans());
      }
    }
  }

  @Test
  void reportsInTheCataloguesType() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT64);
        Run run = new Run(catalogue, ckd(catalogue))) {
      run.take(1);
      assertThat(run.part(run.step.takeMeans(), "loss")).isPositive();
    }
  }

  @Test
  void doesNotHideThatNumbersAreLost() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      CkdMethod ckd = ckd(catalogue);
      for (BalancingMethod method : List.of(ckd, plain(catalogue))) {
        try (Run run = new Run(catalogue, method)) {
          NDArray items = run.backbone.getDirectParameters().get("item_embedding").getArray();
          try (NDManager scratch = catalogue.manager().newSubManager()) {
            NDArray lost = scratch.full(items.getShape(), Float.NaN);
            Kernels.copy(new NDList(lost), new NDList(items));
          }
          run.take(2);
          assertThat(run.part(run.step.lastFinite(), "loss")).isFinite();
          assertThat(run.part(run.step.takeMeans(), "loss")).isNaN();
        }
      }
    }
  }

  @Test
  void withoutWeightDistillationIsPlainTraining() {
    try (Catalogue catalogue = Toy.catalogue(3, DataType.FLOAT32)) {
      CkdMethod weightless =
          new CkdMethod(SettingsBuilder.paper().lambdaKd(0).build(), Toy.teachers(catalogue));
      try (Run ckd = new Run(catalogue, weightless);
          Run plain = new Run(catalogue, plain(catalogue))) {
        ckd.take(5);
        plain.take(5);
        List<double[]> expected = Toy.parameters(plain.backbone);
        List<double[]> actual = Toy.parameters(ckd.backbone);
        for (int p = 0; p < expected.size(); p++) {
          assertThat(actual.get(p))
              .as(ckd.backbone.parameterNames().get(p))
              .containsExactly(expected.get(p), within(1e-4));
        }
      }
    }
  }

  @Test
  void isTheSameForTheSameSeed() {
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32)) {
      CkdMethod ckd = ckd(catalogue);
      try (Run first = new Run(catalogue, ckd);
          Run second = new Run(catalogue, ckd)) {
        first.take(5);
        second.take(5);
        assertThat(Toy.parameters(second.backbone).toArray(double[][]::new))
            .isDeepEqualTo(Toy.parameters(first.backbone).toArray(double[][]::new));
      }
    }
  }

  /** A step on the few rows it touches moves parameters as one on all rows does. */
  @Test
  void learnsTheSameFromTouchedRowsAlone() {
    Dataset dataset = ToyData.checkerboard(Toy.USERS, 10 * Toy.ITEMS, 2, TestSeed.get());
    try (Catalogue catalogue = new Catalogue(dataset, Device.cpu(), DataType.FLOAT64);
        Run run = new Run(catalogue, ckd(catalogue))) {
      Triples training = Toy.training(catalogue, 16, 0);
      Triples generic = Toy.genericFor(run.method, catalogue, 0);
      Backbone whole = Toy.backbone(catalogue, 1);
      try (FusedAdam adam =
              new FusedAdam(catalogue.manager(), whole.parameterArrays(), Toy.LEARNING_RATE);
          StepScope scope =
              StepScope.training(catalogue.manager(), whole.residents(), run.method.residents())) {
        NDArray triples = ToyData.triples(scope.manager(), training, generic);
        Margins margins =
            new Margins(
                whole.represent(
                    new ParameterStore(scope.manager(), false), run.method.views(), true),
                triples,
                training.size(),
                run.method.genericViews());
        NDArray loss =
            run.method.loss(run.method.compared(margins, triples, training.size())).loss();
        NDArray l2 = Scalars.times(margins.l2(run.method.primaryView()), Toy.LAMBDA2);
        adam.step(Kernels.gradients(loss.add(l2), whole.parameterArrays()));
      }
      run.step.run(training, generic);
      List<double[]> expected = Toy.parameters(whole);
      List<double[]> actual = Toy.parameters(run.backbone);
      for (int p = 0; p < expected.size(); p++) {
        assertThat(actual.get(p)).containsExactly(expected.get(p), within(1e-7)); // of Adam's 0.02
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void callsEveryKernelOnce(int modalities) {
    try (Catalogue catalogue = Toy.catalogue(modalities, DataType.FLOAT32);
        Run run = new Run(catalogue, ckd(catalogue))) {
      long before = Kernels.calls();
      run.take(1);
      int student = modalities + 1;
      int gradientsAdamAndSums = 3;
      assertThat(Kernels.calls() - before).isEqualTo(student + modalities + gradientsAdamAndSums);
    }
  }

  /** Makes a method for a catalogue. */
  private interface Making {
    BalancingMethod of(Catalogue catalogue);
  }

  private static BalancingMethod ogm(Catalogue catalogue, Apply apply, boolean noise) {
    ModulationSettings settings = new ModulationSettings(0.5, Score.ONLY, 0, 50, apply, noise);
    return new OnTheFlyGradientModulation(settings, catalogue.modalities(), TestSeed.get());
  }

  private static BalancingMethod gb(Catalogue catalogue) {
    BlendingSettings settings = new BlendingSettings(Schedule.OFFLINE, 4, 10, true);
    return new GradientBlending(settings, catalogue, TestSeed.get());
  }

  private enum Kind {
    PLAIN(TrainingStepTest::plain),
    CKD(TrainingStepTest::ckd),
    GB(TrainingStepTest::gb),
    OGM_OF_GRADIENTS(catalogue -> ogm(catalogue, Apply.GRADIENT, false)),
    OGM_WITH_NOISE(catalogue -> ogm(catalogue, Apply.GRADIENT, true)),
    OGM_OF_UPDATES(catalogue -> ogm(catalogue, Apply.UPDATE, false));

    private final Making making;

    Kind(Making making) {
      this.making = making;
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesNoArrayBehind(Kind kind) {
    try (Catalogue catalogue = Toy.catalogue(3, DataType.FLOAT32)) {
      BalancingMethod method = kind.making.of(catalogue);
      NDManager manager = catalogue.manager();
      int residents = manager.getManagedArrays().size();
      try (Run run = new Run(catalogue, method)) {
        residents += run.backbone.parameterArrays().size();
        manager.cap();
        run.step.begin(2, 0, null); // the second epoch, as before the first GB trains its heads
        run.take(1);
        int before = manager.getManagedArrays().size();
        int process = manager.getParentManager().getManagedArrays().size();
        for (int epoch = 0; epoch < 10; epoch++) {
          run.take(20);
          run.step.takeMeans();
        }
        assertThat(manager.getManagedArrays()).hasSize(before);
        assertThat(manager.getParentManager().getManagedArrays()).hasSize(process);
      }
      assertThat(manager.getManagedArrays()).as("after closing").hasSize(residents);
    }
  }

  /**
   * Native memory has no garbage collection: what a step forgets, it forgets for good. Java's own
   * memory is collected all the while, and the first reading waits for the compilers of Java and
   * libtorch, which take tens of megabytes in the first thousand steps. The batch is large enough
   * for a forgotten array per step to show. What is forgotten grows in all windows, what else
   * happens to memory in some.
   */
  @Test
  void doesNotGrow() throws IOException {
    assumeTrue(Files.isReadable(STATUS), "resident memory is read from " + STATUS);
    try (Catalogue catalogue = Toy.catalogue(2, DataType.FLOAT32);
        Run run = new Run(catalogue, ckd(catalogue))) {
      Triples training = Toy.training(catalogue, 1024, 0);
      Triples generic = Toy.generic(catalogue, 2048, 0);
      long late = residentKilobytesAfter(1000, () -> run.step.run(training, generic));
      long early;
      int windows = 0;
      do {
        early = late;
        late = residentKilobytesAfter(1500, () -> run.step.run(training, generic));
        windows++;
      } while (late > early + early / 20 && windows < MOST_WINDOWS);
      assertThat(late)
          .as("resident kilobytes, %d 1500 steps before, window %d", early, windows)
          .isLessThanOrEqualTo(early + early / 20);
    }
  }

  private static long residentKilobytesAfter(int steps, Runnable step) throws IOException {
    for (int taken = 1; taken <= steps; taken++) {
      step.run();
      if (taken % 200 == 0) {
        collectGarbage();
      }
    }
    return residentKilobytes();
  }

  /** Collects garbage and leaves the freeing of direct buffers a moment. */
  private static void collectGarbage() {
    System.gc();
    LockSupport.parkNanos(30_000_000);
  }

  /** The least of a few readings: buffers may be freed late. */
  private static long residentKilobytes() throws IOException {
    long least = Long.MAX_VALUE;
    for (int reading = 0; reading < 6; reading++) {
      collectGarbage();
      long now =
          Files.readAllLines(STATUS).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
              .findFirst()
              .orElseThrow();
      least = Math.min(least, now);
    }
    return least;
  }
}
