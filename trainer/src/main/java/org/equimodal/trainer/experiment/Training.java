package org.equimodal.trainer.experiment;

import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.RunFolder;

/** A run that is trained elsewhere while this process waits. */
public interface Training {

  /** Starts trainings. */
  @FunctionalInterface
  interface Starter {

    /**
     * Starts one, or goes on with it.
     *
     * @param run whose configuration has been written
     * @param settings of the run
     * @param threads that it may use
     */
    Training start(RunFolder run, Settings settings, int threads);
  }

  /** How a training came to its end. */
  enum End {
    /** With a result. */
    FINISHED,
    /** It was asked to stop, and has saved. */
    STOPPED,
    /** Its loss is no longer finite. */
    DIVERGED,
    /** Anything else. */
    FAILED
  }

  /** Whether it runs no longer. */
  boolean hasEnded();

  /** Tells it to save and end; no harm if it has ended. */
  void stop();

  /** Waits until it has ended. */
  End await();
}
