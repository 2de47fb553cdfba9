package org.equimodal.distillation;

import org.equimodal.distillation.DistillationSettings.Generic;
import org.equimodal.distillation.DistillationSettings.Reduction;
import org.equimodal.distillation.DistillationSettings.RhoDenominator;
import org.equimodal.distillation.DistillationSettings.Specific;
import org.equimodal.distillation.DistillationSettings.WeightScale;
import org.equimodal.distillation.DistillationSettings.Weights;

/** Settings for tests: a reading of the paper, and changes to it. */
final class SettingsBuilder {

  double lambdaKd = 0.7;
  double lambdaG = 0.3;
  double tau = 0.1;
  Specific specific = Specific.HINGE;
  Generic generic = Generic.LOGITS;
  Weights weights = Weights.BATCH;
  RhoDenominator rhoDenominator = RhoDenominator.TEACHER;
  boolean rhoClamp = true;
  WeightScale weightScale = WeightScale.PAPER;
  Reduction reduction = Reduction.MEAN;

  /** The paper's equations. */
  static SettingsBuilder paper() {
    return new SettingsBuilder();
  }

  /** The released code. */
  static SettingsBuilder release() {
    SettingsBuilder release = new SettingsBuilder();
    release.weights = Weights.PER_TRIPLE;
    release.rhoDenominator = RhoDenominator.STUDENT;
    release.weightScale = WeightScale.UNIT_MEAN;
    release.generic = Generic.CLAMPED_LOG;
    return release;
  }

  SettingsBuilder lambdaKd(double value) {
    lambdaKd = value;
    return this;
  }

  SettingsBuilder lambdaG(double value) {
    lambdaG = value;
    return this;
  }

  SettingsBuilder tau(double value) {
    tau = value;
    return this;
  }

  SettingsBuilder specific(Specific value) {
    specific = value;
    return this;
  }

  SettingsBuilder generic(Generic value) {
    generic = value;
    return this;
  }

  SettingsBuilder weights(Weights value) {
    weights = value;
    return this;
  }

  SettingsBuilder rhoDenominator(RhoDenominator value) {
    rhoDenominator = value;
    return this;
  }

  SettingsBuilder rhoClamp(boolean value) {
    rhoClamp = value;
    return this;
  }

  SettingsBuilder weightScale(WeightScale value) {
    weightScale = value;
    return this;
  }

  SettingsBuilder reduction(Reduction value) {
    reduction = value;
    return this;
  }

  DistillationSettings build() {
    return new DistillationSettings(
        lambdaKd,
        lambdaG,
        tau,
        specific,
        generic,
        10,
        true,
        weights,
        rhoDenominator,
        rhoClamp,
        weightScale,
        reduction);
  }
}
