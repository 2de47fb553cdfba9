package org.equimodal.trainer;

import java.time.Duration;
import java.util.Optional;
import org.equimodal.trainer.experiment.Outcome;
import org.equimodal.trainer.experiment.RunQueue;
import org.equimodal.trainer.experiment.WantedRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a line for every run that ends: how many have, out of how many. */
final class ExperimentProgress implements RunQueue.Progress {

  private static final Logger logger = LoggerFactory.getLogger(ExperimentProgress.class);

  private final long runs;
  private int done;

  /**
   * Starts to count.
   *
   * @param runs there are in all
   */
  ExperimentProgress(long runs) {
    this.runs = runs;
  }

  @Override
  public void done(WantedRun run, Outcome outcome, Optional<Duration> time) {
    done++;
    String end =
        time.map(spent -> outcome.text() + " after " + spent.toSeconds() + " s")
            .orElse("was there");
    logger.info("[{}/{}] {}: {}", done, runs, run.label(), end);
  }
}
