package org.equimodal.trainer.benchmark;

import com.fasterxml.jackson.annotation.JsonValue;
import org.equimodal.distillation.StepPhase;

/** What is measured. */
public enum Part {
  /** Drawing the triples of a step, on one thread; in training another thread does it ahead. */
  SAMPLER("sampler"),
  /** {@link StepPhase#UPLOAD}. */
  UPLOAD("upload"),
  /** {@link StepPhase#FORWARD}. */
  FORWARD("forward"),
  /** {@link StepPhase#MARGINS}. */
  MARGINS("margins"),
  /** {@link StepPhase#LOSS}. */
  LOSS("loss"),
  /** {@link StepPhase#BACKWARD}. */
  BACKWARD("backward"),
  /** {@link StepPhase#OPTIMIZER}. */
  OPTIMIZER("optimizer"),
  /** {@link StepPhase#REPORT}. */
  REPORT("report"),
  /** {@link StepPhase#RELEASE}. */
  RELEASE("release"),
  /** A whole step, unobserved. */
  STEP("step"),
  /** As many steps as an epoch has: reckoned, not measured. */
  EPOCH("epoch"),
  /** Forward, weight gradient and, if features are trained, their gradient, of every modality. */
  PROJECTIONS("projections alone"),
  /** All linear layers of a step, forward and backward, the projections among them. */
  PRODUCTS("matrix products alone"),
  /** All operations of a step on edges, forward and backward. */
  GRAPH("sparse products alone"),
  /** All modalities and each alone, from the representations to the metrics. */
  EVALUATION("evaluation"),
  /** The rankings within that. */
  RANKINGS("rankings alone"),
  /** The best items of all users. */
  RANKING("ranking"),
  /** The same, written to a file with their scores. */
  LISTS("lists written"),
  /** Its scores. */
  SCORES("matrix product alone"),
  /** A million training triples, on one thread. */
  TRAINING_TRIPLES("million training"),
  /** A million triples as CKD draws them, training and generic, on one thread. */
  ALL_TRIPLES("million for CKD"),
  /** From the start of a Java machine to the end of its first training step. */
  FIRST_STEP("first step");

  private final String label;

  Part(String label) {
    this.label = label;
  }

  /** Its name in tables and files. */
  @JsonValue
  public String label() {
    return label;
  }

  static Part of(StepPhase phase) {
    return valueOf(phase.name());
  }
}
