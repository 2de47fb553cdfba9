package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.datasets.Modality;
import org.equimodal.distillation.DistillationSettings.Generic;
import org.equimodal.distillation.DistillationSettings.Reduction;

/**
 * Counterfactual knowledge distillation (Modality-Balanced Learning for Multimedia Recommendation,
 * ACM MM 2024, eq. 11-19) as a DJL Loss: labels are the teachers' margins, predictions the
 * student's.
 *
 * <pre>
 *   L_SD^m = mean_B max(0, Dt^m - Ds^m)                                          eq. 11, specific
 *   L_GD^m = mean_G [ softplus(z) - q z ],  q = sigmoid(Dt^m/tau), z = Ds^m/tau  eq. 12-13, generic
 *   L^m    = L_SD^m + lambda_g L_GD^m                                            eq. 14
 *   L      = L_BPR + lambda_kd sum_m lambda_m L^m                                eq. 19, lambda_m: {@link CounterfactualWeights}
 * </pre>
 *
 * <p>Departures from the paper are the released code's: means in place of sums, and a clamp on rho;
 * both are settings. With weights per triple each hinge is weighted on its own and the generic loss
 * by the weights' batch mean, as released.
 */
public final class CounterfactualDistillationLoss extends Loss {

  private static final double LOG_FLOOR = 1e-8;
  private static final double SATURATED = 15;

  private final DistillationSettings settings;
  private final List<Modality> modalities;
  private final BprLoss bpr;
  private NDArray parts;

  /**
   * Creates the loss.
   *
   * @param settings weights and variants
   * @param modalities in the order of the arrays' rows; at least one
   */
  public CounterfactualDistillationLoss(DistillationSettings settings, List<Modality> modalities) {
    super("counterfactual distillation");
    this.settings = settings;
    this.modalities = List.copyOf(modalities);
    this.bpr = new BprLoss(settings.reduction());
  }

  /**
   * The whole loss but for L2.
   *
   * @param labels teachers' margins: on the training triples [M, B], on the generic triples [M, G]
   * @param predictions student's margins: full view [B]; each modality alone [M, B]; without each
   *     modality [M, B]; each modality alone on the generic triples [M, G]. Without generic
   *     distillation the arrays of generic triples are left out
   * @return a scalar
   */
  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    NDArray teacher = labels.get(0);
    NDArray full = predictions.get(0);
    NDArray only = predictions.get(1);
    NDArray without = predictions.get(2);

    CounterfactualWeights weights =
        CounterfactualWeights.estimate(settings, full, without, only, teacher);
    NDArray lambda = weights.lambda();
    NDArray meanLambda = lambda.mean(new int[] {1});

    NDArray ranking = bpr.evaluate(new NDList(), new NDList(full));
    NDArray specific = specific(teacher, only); // [M, B]
    NDArray distilled = reduce(lambda.mul(specific)); // lambda_m L_SD^m, [M]
    NDArray generic; // L_GD^m, [M]
    if (settings.generic() == Generic.OFF) {
      generic = meanLambda.zerosLike();
    } else {
      generic = reduce(generic(labels.get(1), predictions.get(3)));
      distilled = distilled.add(Scalars.times(meanLambda.mul(generic), settings.lambdaG()));
    }
    NDArray total = ranking.add(Scalars.times(distilled.sum(), settings.lambdaKd()));

    NDArray saturated =
        Scalars.isAbove(teacher.abs(), SATURATED * settings.tau())
            .toType(total.getDataType(), false);
    parts =
        NDArrays.concat(
            new NDList(
                ranking.reshape(new Shape(1)),
                reduce(specific),
                generic,
                weights.gamma(),
                weights.rho(),
                meanLambda,
                saturated.mean(new int[] {1})));
    parts = parts.stopGradient();
    return total;
  }

  /** L_SD of every triple, [M, B]. */
  private NDArray specific(NDArray teacher, NDArray student) {
    return switch (settings.specific()) {
      case HINGE -> teacher.sub(student).getNDArrayInternal().relu();
      case KL -> crossEntropy(teacher, student);
      case MSE -> teacher.sub(student).square();
    };
  }

  /** L_GD of every triple, [M, G]. */
  private NDArray generic(NDArray teacher, NDArray student) {
    if (settings.generic() == Generic.LOGITS) {
      return crossEntropy(teacher, student);
    }
    NDArray q = softened(teacher);
    NDArray p = softened(student);
    NDArray positive = q.mul(Scalars.plus(p, LOG_FLOOR).log());
    NDArray negative = Scalars.oneMinus(q).mul(Scalars.plus(Scalars.oneMinus(p), LOG_FLOOR).log());
    return positive.add(negative).neg();
  }

  /** {@code softplus(z) - q z}: binary cross entropy on logits, finite for any margin. */
  private NDArray crossEntropy(NDArray teacher, NDArray student) {
    NDArray z = Scalars.times(student, 1 / settings.tau());
    return z.getNDArrayInternal().softPlus().sub(softened(teacher).mul(z));
  }

  /** {@code sigmoid(margin / tau)}. */
  private NDArray softened(NDArray margins) {
    return Scalars.times(margins, 1 / settings.tau()).getNDArrayInternal().sigmoid();
  }

  private NDArray reduce(NDArray perTriple) {
    int[] triples = {1};
    return settings.reduction() == Reduction.MEAN
        ? perTriple.mean(triples)
        : perTriple.sum(triples);
  }

  /**
   * Parts of the last evaluation, [1 + 6 M], on the device and owned by the step: reading them is
   * the caller's choice. Named by {@link #partNames}.
   */
  public NDArray parts() {
    return parts;
  }

  /**
   * Names of the parts: {@code bpr}, then {@code specific, generic, gamma, rho, lambda, saturated}
   * of each modality; saturated is the share of teacher margins beyond 15 tau, where the softened
   * label is 0 or 1.
   */
  public List<String> partNames() {
    List<String> names = new ArrayList<>(List.of("bpr"));
    for (String part : List.of("specific", "generic", "gamma", "rho", "lambda", "saturated")) {
      for (Modality modality : modalities) {
        names.add(part + "." + modality.name());
      }
    }
    return names;
  }
}
