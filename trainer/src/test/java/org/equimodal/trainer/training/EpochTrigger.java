package org.equimodal.trainer.training;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** Does something once, when an epoch of a training is logged. */
final class EpochTrigger extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Logger logger = (Logger) LoggerFactory.getLogger(EpochLog.LOGGER);
  private final String epoch;
  private final Runnable action;

  /**
   * Waits for an epoch.
   *
   * @param role {@code student} or {@code teacher.<modality>}
   * @param epoch from 1
   */
  EpochTrigger(String role, int epoch, Runnable action) {
    this.epoch = role + " epoch=" + epoch + " ";
    this.action = action;
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getFormattedMessage().startsWith(epoch)) {
      action.run();
    }
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    stop();
  }
}
