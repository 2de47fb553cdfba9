package org.equimodal.trainer.experiment;

/**
 * What became of a run that was wanted.
 *
 * @param end how its training ended
 * @param run what it came to, null unless it finished
 */
public record Outcome(Training.End end, FinishedRun run) {

  /** A run with a result. */
  static Outcome finished(FinishedRun run) {
    return new Outcome(Training.End.FINISHED, run);
  }

  /** A run without. */
  static Outcome without(Training.End end) {
    return new Outcome(end, null);
  }

  /** Whether there is a result. */
  public boolean isFinished() {
    return run != null;
  }

  /** What a table says of it if there is none. */
  public String text() {
    return switch (end) {
      case FINISHED -> "finished";
      case STOPPED -> NOT_RUN;
      case DIVERGED -> "diverged";
      case FAILED -> "failed: see log";
    };
  }

  /** What a table says of a run that has not been trained yet. */
  public static final String NOT_RUN = "not run";
}
