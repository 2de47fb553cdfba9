package org.equimodal.trainer.training;

import java.util.function.LongSupplier;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.run.Checkpoint;
import org.equimodal.trainer.run.RunFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how long a run has taken, all processes that worked on it together, its own teachers
 * included. What a process did after it saved for the last time does not count.
 */
final class RunClock {

  private static final Logger logger = LoggerFactory.getLogger(RunClock.class);

  private final double before;
  private final LongSupplier nanoTime;
  private final long start;

  /** Goes on from what the run, not touched by this process yet, has taken so far. */
  static RunClock of(RunFolder run) {
    return new RunClock(run, System::nanoTime);
  }

  /**
   * The same by another time.
   *
   * @param run not touched by this process yet
   * @param nanoTime in nanoseconds
   */
  RunClock(RunFolder run, LongSupplier nanoTime) {
    this.before = taken(run);
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** Seconds up to now. */
  double seconds() {
    return before + (nanoTime.getAsLong() - start) / 1e9;
  }

  /**
   * What a student's state tells includes its teachers, which are trained before; what cannot be
   * read will be trained again.
   */
  private static double taken(RunFolder run) {
    try {
      return run.isFinished()
          ? run.readResult().timing().totalSeconds()
          : new Checkpoint(run)
              .reached()
              .map(Checkpoint.State::totalSeconds)
              .orElseGet(() -> run.teachers().stream().mapToDouble(RunClock::taken).sum());
    } catch (InputException e) {
      logger.debug("{}: the time it took is not known", run.path(), e);
      return 0;
    }
  }
}
