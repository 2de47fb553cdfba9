package org.equimodal.trainer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.equimodal.trainer.training.EpochLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's {@code log.txt}: everything that is logged, stack traces included, while the run lasts.
 */
final class LogFile implements AutoCloseable {

  private final ch.qos.logback.classic.Logger root;
  private final FileAppender<ILoggingEvent> appender = new FileAppender<>();

  /**
   * Starts to write.
   *
   * @param path the file, appended to
   */
  LogFile(Path path) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %logger{0} %msg%n");
    encoder.start();
    appender.setContext(context);
    appender.setName(path.toString());
    appender.setFile(path.toString());
    appender.setEncoder(encoder);
    appender.start();
    root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
  }

  /** Keeps epochs off the console, where a progress bar shows them. */
  static void silenceEpochsOnConsole() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .getAppender("console")
        .addFilter(
            new ch.qos.logback.core.filter.Filter<>() {
              @Override
              public ch.qos.logback.core.spi.FilterReply decide(ILoggingEvent event) {
                return event.getLoggerName().equals(EpochLog.LOGGER)
                        && event.getLevel() == Level.INFO
                    ? ch.qos.logback.core.spi.FilterReply.DENY
                    : ch.qos.logback.core.spi.FilterReply.NEUTRAL;
              }
            });
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    appender.stop();
  }
}
