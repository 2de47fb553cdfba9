package org.equimodal.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.equimodal.backbones.Buffers;
import org.equimodal.backbones.TestSeed;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Modality;
import org.equimodal.distillation.DistillationSettings.Generic;
import org.equimodal.distillation.DistillationSettings.Reduction;
import org.equimodal.distillation.DistillationSettings.RhoDenominator;
import org.equimodal.distillation.DistillationSettings.Specific;
import org.equimodal.distillation.DistillationSettings.WeightScale;
import org.equimodal.distillation.DistillationSettings.Weights;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CounterfactualDistillationLossTest {

  private static final int BATCH = 5;
  private static final int GENERIC = 3;
  private static final double STEP = 1e-6;

  private NDManager owner;

  @BeforeEach
  void open() {
    owner = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void close() {
    owner.close();
  }

  /** A loss, its gradients with respect to full, only and generic margins, and its parts. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Result(double total, double[][] gradients, double[] parts) {}

  private Result evaluate(DistillationSettings settings, ToyMargins margins, DataType type) {
    return evaluate(settings, margins, type, false);
  }

  private Result evaluate(
      DistillationSettings settings, ToyMargins margins, DataType type, boolean collectGarbage) {
    CounterfactualDistillationLoss loss =
        new CounterfactualDistillationLoss(settings, modalities(margins.modalities()));
    try (StepScope scope = StepScope.training(owner)) {
      NDManager manager = scope.manager();
      NDList students = margins.students(manager, type);
      NDArray total =
          loss.evaluate(
              margins.labels(manager, type), margins.predictions(manager, type, students));
      if (collectGarbage) {
        Buffers.overwriteFreed();
      }
      double[] parts = doubles(loss.parts());
      assertThat(parts).hasSameSizeAs(loss.partNames());
      NDList gradients = Kernels.gradients(total, students);
      return new Result(
          doubles(total)[0],
          gradients.stream()
              .map(CounterfactualDistillationLossTest::doubles)
              .toArray(double[][]::new),
          parts);
    }
  }

  private static double[] doubles(NDArray array) {
    return array.toType(DataType.FLOAT64, false).toDoubleArray();
  }

  private static List<Modality> modalities(int count) {
    return IntStream.range(0, count).mapToObj(m -> new Modality(m, "m" + m)).toList();
  }

  /** Every combination of settings. */
  private static List<DistillationSettings> everything() {
    List<DistillationSettings> all = new ArrayList<>();
    for (Specific specific : Specific.values()) {
      for (Generic generic : Generic.values()) {
        for (Weights weights : Weights.values()) {
          for (RhoDenominator denominator : RhoDenominator.values()) {
            for (Reduction reduction : Reduction.values()) {
              for (WeightScale scale : WeightScale.values()) {
                all.add(
                    SettingsBuilder.paper()
                        .tau(0.7)
                        .specific(specific)
                        .generic(generic)
                        .weights(weights)
                        .rhoDenominator(denominator)
                        .reduction(reduction)
                        .weightScale(scale)
                        .build());
              }
            }
          }
        }
      }
    }
    return all;
  }

  /** Values, and finite differences with the weights held fixed. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void isThatOfPlainLoopsWithConstantWeights(int modalities) {
    List<DistillationSettings> all = everything();
    for (int s = modalities - 1; s < all.size(); s += 3) {
      DistillationSettings settings = all.get(s);
      ToyMargins margins = ToyMargins.random(modalities, BATCH, GENERIC, s);
      ReferenceLoss reference = new ReferenceLoss(settings);
      double[][] lambda = reference.lambda(margins);
      Result actual = evaluate(settings, margins, DataType.FLOAT64);
      double expected = reference.total(margins, lambda);
      assertThat(actual.total())
          .as("%s, %s", settings, TestSeed.message())
          .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));

      List<double[][]> inputs =
          List.of(new double[][] {margins.full()}, margins.only(), margins.genericOnly());
      for (int part = 0; part < 3; part++) {
        int next = 0;
        for (double[] row : inputs.get(part)) {
          for (int k = 0; k < row.length; k++) {
            double difference = difference(reference, margins, lambda, row, k);
            assertThat(actual.gradients()[part][next++])
                .as("%s, input %d, %s", settings, part, TestSeed.message())
                .isCloseTo(difference, within(1e-6 * Math.max(1, Math.abs(difference))));
          }
        }
      }
    }
  }

  private static double difference(
      ReferenceLoss reference, ToyMargins margins, double[][] lambda, double[] row, int entry) {
    double value = row[entry];
    row[entry] = value + STEP;
    double above = reference.total(margins, lambda);
    row[entry] = value - STEP;
    double below = reference.total(margins, lambda);
    row[entry] = value;
    return (above - below) / (2 * STEP);
  }

  @Test
  void keepsNothingThatAGarbageCollectionFrees() {
    for (Specific specific : Specific.values()) {
      for (Generic generic : Generic.values()) {
        DistillationSettings settings =
            SettingsBuilder.release().specific(specific).generic(generic).build();
        ToyMargins margins = ToyMargins.random(2, BATCH, GENERIC, 0);
        Result expected = evaluate(settings, margins, DataType.FLOAT32, false);
        Result actual = evaluate(settings, margins, DataType.FLOAT32, true);
        assertThat(actual.gradients())
            .as("%s, %s", settings, TestSeed.message())
            .isDeepEqualTo(expected.gradients());
        assertThat(actual.parts()).isEqualTo(expected.parts());
      }
    }
  }

  @Test
  void formsOfTheGenericLossAgreeOnSmallMargins() {
    for (double student = -0.5; student <= 0.5; student += 0.125) {
      for (double teacher = -0.5; teacher <= 0.5; teacher += 0.125) {
        ToyMargins margins = ToyMargins.constant(2, 1, 1, student, teacher);
        SettingsBuilder builder = SettingsBuilder.paper().tau(0.1).lambdaKd(1).lambdaG(1);
        double[] logits = genericParts(builder.generic(Generic.LOGITS), margins);
        double[] clamped = genericParts(builder.generic(Generic.CLAMPED_LOG), margins);
        assertThat(logits)
            .as("student %s, teacher %s", student, teacher)
            .containsExactly(clamped, within(1e-5));
      }
    }
  }

  private double[] genericParts(SettingsBuilder builder, ToyMargins margins) {
    double[] parts = evaluate(builder.build(), margins, DataType.FLOAT32).parts();
    return Arrays.copyOfRange(parts, 3, 5);
  }

  @Test
  void isFiniteForAnyMargin() {
    for (DistillationSettings settings : everything()) {
      for (double student : new double[] {-1e4, 0, 1e4}) {
        for (double teacher : new double[] {-1e4, 0, 1e4}) {
          ToyMargins margins = ToyMargins.constant(2, 2, 2, student, teacher);
          Result result = evaluate(settings, margins, DataType.FLOAT32);
          assertThat(result.total()).as("%s", settings).isFinite();
          for (double[] gradient : result.gradients()) {
            assertThat(Arrays.stream(gradient)).as("%s", settings).allMatch(Double::isFinite);
          }
          assertThat(Arrays.stream(result.parts())).as("%s", settings).allMatch(Double::isFinite);
        }
      }
    }
  }

  @Test
  void logitsPullAStudentThatIsFarOff() {
    ToyMargins wrong = ToyMargins.constant(2, 1, 1, -50, 50);
    SettingsBuilder builder = SettingsBuilder.paper().tau(0.1).lambdaKd(1).lambdaG(1);
    double[] logits =
        evaluate(builder.generic(Generic.LOGITS).build(), wrong, DataType.FLOAT32).gradients()[2];
    // 1 / tau, times lambda_m of 1/2
    assertThat(logits).containsExactly(new double[] {-5, -5}, within(1e-4));
    double[] clamped =
        evaluate(builder.generic(Generic.CLAMPED_LOG).build(), wrong, DataType.FLOAT32)
            .gradients()[2];
    assertThat(clamped)
        .as("the released form vanishes")
        .containsExactly(new double[] {0, 0}, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(Weights.class)
  void withoutGenericIsWithWeightZero(Weights weights) {
    ToyMargins margins = ToyMargins.random(3, BATCH, GENERIC, 1);
    SettingsBuilder builder = SettingsBuilder.paper().weights(weights);
    Result off = evaluate(builder.generic(Generic.OFF).build(), margins, DataType.FLOAT64);
    Result zero =
        evaluate(builder.generic(Generic.LOGITS).lambdaG(0).build(), margins, DataType.FLOAT64);
    assertThat(off.total()).isEqualTo(zero.total());
    assertThat(off.gradients()).isDeepEqualTo(zero.gradients());
    assertThat(Arrays.copyOfRange(off.parts(), 4, 7)).containsOnly(0);
  }

  @Test
  void needsNoGenericMarginsWithoutGeneric() {
    ToyMargins margins = ToyMargins.random(2, BATCH, GENERIC, 1);
    DistillationSettings settings = SettingsBuilder.paper().generic(Generic.OFF).build();
    CounterfactualDistillationLoss loss =
        new CounterfactualDistillationLoss(settings, modalities(2));
    double expected = evaluate(settings, margins, DataType.FLOAT64).total();
    try (StepScope scope = StepScope.training(owner)) {
      NDManager manager = scope.manager();
      NDList students = margins.students(manager, DataType.FLOAT64);
      NDList predictions = margins.predictions(manager, DataType.FLOAT64, students).subNDList(0, 3);
      NDList labels = margins.labels(manager, DataType.FLOAT64).subNDList(0, 1);
      assertThat(loss.evaluate(labels, predictions).getDouble()).isEqualTo(expected);
    }
  }

  @Test
  void sumsAreMeansTimesTheirTriples() {
    ToyMargins margins = ToyMargins.random(2, BATCH, GENERIC, 2);
    SettingsBuilder builder = SettingsBuilder.paper();
    double[] mean = evaluate(builder.build(), margins, DataType.FLOAT64).parts();
    Result sum = evaluate(builder.reduction(Reduction.SUM).build(), margins, DataType.FLOAT64);
    double[] parts = sum.parts();
    double expected = BATCH * mean[0];
    for (int m = 0; m < 2; m++) {
      assertThat(parts[1 + m]).as("specific").isCloseTo(BATCH * mean[1 + m], within(1e-9));
      assertThat(parts[3 + m]).as("generic").isCloseTo(GENERIC * mean[3 + m], within(1e-9));
      assertThat(parts[9 + m]).as("lambda").isCloseTo(mean[9 + m], within(1e-12));
      double distilled = BATCH * mean[1 + m] + builder.lambdaG * GENERIC * mean[3 + m];
      expected += builder.lambdaKd * mean[9 + m] * distilled;
    }
    assertThat(sum.total()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void distilsASingleModality() {
    ToyMargins margins = ToyMargins.constant(1, 2, 2, 0.5, 2);
    SettingsBuilder builder = SettingsBuilder.paper().lambdaKd(1).generic(Generic.OFF);
    Result result = evaluate(builder.build(), margins, DataType.FLOAT64);
    assertThat(result.total()).isCloseTo(ReferenceLoss.softplus(-0.5) + 1.5, within(1e-9));
  }

  @Test
  void reportsItsParts() {
    ToyMargins margins =
        new ToyMargins(
            new double[] {2, 4},
            new double[][] {{1, 1}, {5, 5}},
            new double[][] {{1, 3}, {0, 2}},
            new double[][] {{1, 3}, {1, 1}},
            new double[][] {{0}, {0}},
            new double[][] {{0}, {0}});
    Result result = evaluate(SettingsBuilder.paper().build(), margins, DataType.FLOAT64);
    CounterfactualDistillationLoss loss =
        new CounterfactualDistillationLoss(SettingsBuilder.paper().build(), modalities(2));
    assertThat(loss.partNames())
        .containsExactly(
            "bpr",
            "specific.m0",
            "specific.m1",
            "generic.m0",
            "generic.m1",
            "gamma.m0",
            "gamma.m1",
            "rho.m0",
            "rho.m1",
            "lambda.m0",
            "lambda.m1",
            "saturated.m0",
            "saturated.m1");
    double ranking = (ReferenceLoss.softplus(-2) + ReferenceLoss.softplus(-4)) / 2;
    double log2 = Math.log(2);
    assertThat(result.parts())
        .containsExactly(
            new double[] {ranking, 1, 0, log2, log2, 1, 2, 0.5, 2, 0.8, 0.2, 0.5, 0}, within(1e-7));
  }
}
