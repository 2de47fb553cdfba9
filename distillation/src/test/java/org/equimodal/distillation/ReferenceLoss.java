package org.equimodal.distillation;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.equimodal.distillation.DistillationSettings.Generic;
import org.equimodal.distillation.DistillationSettings.Reduction;
import org.equimodal.distillation.DistillationSettings.RhoDenominator;
import org.equimodal.distillation.DistillationSettings.Specific;
import org.equimodal.distillation.DistillationSettings.WeightScale;
import org.equimodal.distillation.DistillationSettings.Weights;

/** The equations of the CKD paper as plain loops. */
record ReferenceLoss(DistillationSettings settings) {

  /** Eq. 15 to 18: [M][1], or [M][B] with one weight per triple. */
  double[][] lambda(ToyMargins margins) {
    int modalities = margins.modalities();
    double[][] rho = rho(margins);
    double[][] lambda = new double[modalities][rho[0].length];
    for (int k = 0; k < rho[0].length; k++) {
      double sum = 0;
      for (double[] row : rho) {
        sum += row[k];
      }
      for (int m = 0; m < modalities; m++) {
        double paper = 1 - rho[m][k] / sum;
        if (settings.weights() == Weights.UNIFORM) {
          paper = (modalities - 1.0) / modalities;
        }
        boolean unitMean = settings.weightScale() == WeightScale.UNIT_MEAN;
        lambda[m][k] = unitMean ? paper * modalities / (modalities - 1) : paper;
        if (modalities == 1) {
          lambda[m][k] = 1;
        }
      }
    }
    return lambda;
  }

  /** Eq. 15 to 17. */
  double[][] rho(ToyMargins margins) {
    int modalities = margins.modalities();
    int batch = margins.full().length;
    double[][] reference =
        settings.rhoDenominator() == RhoDenominator.TEACHER ? margins.teacher() : margins.only();
    double[][] rho = new double[modalities][];
    for (int m = 0; m < modalities; m++) {
      double[] effect = new double[batch];
      for (int k = 0; k < batch; k++) {
        effect[k] = margins.full()[k] - margins.without()[m][k];
      }
      if (settings.weights() == Weights.PER_TRIPLE) {
        double[] own = reference[m];
        rho[m] = new double[batch];
        Arrays.setAll(rho[m], k -> clamp(effect[k] / own[k]));
      } else {
        double denominator = mean(reference[m]);
        if (settings.rhoClamp()) {
          denominator = Math.max(denominator, 1e-8);
        }
        rho[m] = new double[] {clamp(mean(effect) / denominator)};
      }
    }
    return rho;
  }

  private double clamp(double ratio) {
    double finite = Double.isFinite(ratio) ? ratio : 1;
    return settings.rhoClamp() ? Math.max(1e-8, Math.min(10, finite)) : finite;
  }

  /** Eq. 11 to 14 and 19 with given weights. */
  double total(ToyMargins margins, double[][] lambda) {
    double total = reduce(margins.full(), margin -> softplus(-margin));
    for (int m = 0; m < margins.modalities(); m++) {
      double[] specific = new double[margins.full().length];
      for (int k = 0; k < specific.length; k++) {
        double weight = lambda[m][lambda[m].length == 1 ? 0 : k];
        specific[k] = weight * specific(margins.teacher()[m][k], margins.only()[m][k]);
      }
      double[] generic = new double[margins.genericOnly()[m].length];
      for (int k = 0; k < generic.length; k++) {
        generic[k] = generic(margins.genericTeacher()[m][k], margins.genericOnly()[m][k]);
      }
      double distilled =
          reduce(specific, value -> value)
              + settings.lambdaG() * mean(lambda[m]) * reduce(generic, value -> value);
      total += settings.lambdaKd() * distilled;
    }
    return total;
  }

  private double specific(double teacher, double student) {
    if (settings.specific() == Specific.HINGE) {
      return Math.max(0, teacher - student);
    }
    return settings.specific() == Specific.MSE
        ? (teacher - student) * (teacher - student)
        : crossEntropy(teacher, student);
  }

  private double generic(double teacher, double student) {
    if (settings.generic() == Generic.OFF) {
      return 0;
    }
    if (settings.generic() == Generic.LOGITS) {
      return crossEntropy(teacher, student);
    }
    double q = sigmoid(teacher / settings.tau());
    double p = sigmoid(student / settings.tau());
    return -q * Math.log(p + 1e-8) - (1 - q) * Math.log(1 - p + 1e-8);
  }

  private double crossEntropy(double teacher, double student) {
    double z = student / settings.tau();
    return softplus(z) - sigmoid(teacher / settings.tau()) * z;
  }

  private double reduce(double[] values, DoubleUnaryOperator of) {
    double[] mapped = Arrays.stream(values).map(of).toArray();
    double sum = Arrays.stream(mapped).sum();
    return settings.reduction() == Reduction.SUM ? sum : sum / values.length;
  }

  static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  static double softplus(double value) {
    return Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
  }

  static double sigmoid(double value) {
    return 1 / (1 + Math.exp(-value));
  }
}
