package org.equimodal.trainer.training;

/** The loss is no longer a finite number. */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Says when, and what the parts of the loss were. */
  public DivergedException(String message) {
    super(message);
  }
}
