package org.equimodal.trainer.training;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs, once in a process, how long it took from the start of the Java machine to the end of the
 * first training step. A GPU may still be busy with it.
 */
final class FirstStep implements TrainingListener {

  private static final Logger logger = LoggerFactory.getLogger(EpochLog.LOGGER);
  private static final AtomicBoolean DONE = new AtomicBoolean();

  @Override
  public void stepDone(int epoch, int steps, int stepsPerEpoch) {
    if (DONE.compareAndSet(false, true)) {
      long started = ManagementFactory.getRuntimeMXBean().getStartTime();
      double seconds = (System.currentTimeMillis() - started) / 1e3;
      logger.info("first step after {} s", String.format(Locale.ROOT, "%.2f", seconds));
    }
  }
}
