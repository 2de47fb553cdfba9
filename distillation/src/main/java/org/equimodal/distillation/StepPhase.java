package org.equimodal.distillation;

/** The parts of a training step, in the order in which it goes through them. */
public enum StepPhase {
  /** The triples are brought to the device. */
  UPLOAD,
  /** The backbone represents users and items in all views. */
  FORWARD,
  /** The margins that the loss is made of, teachers' included, and L2. */
  MARGINS,
  /** The loss itself. */
  LOSS,
  /** Gradients of the loss. */
  BACKWARD,
  /** The parameters are updated and constrained. */
  OPTIMIZER,
  /** The parts of the loss are added up. */
  REPORT,
  /** What the step made is freed. */
  RELEASE
}
