package org.equimodal.trainer.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.equimodal.datasets.LockAttempt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Held by the process that trains a run, so that no other goes on with it meanwhile: a lock on the
 * file {@code .lock} in its folder. It ends with the process, however that ends; the file stays
 * until the run has finished.
 */
public final class RunLock implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(RunLock.class);

  private final RunFolder run;
  private final FileChannel channel;
  private final LockAttempt lock;

  private RunLock(RunFolder run, FileChannel channel, LockAttempt lock) {
    this.run = run;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock of a run. On a file system that knows no locks nothing is locked.
   *
   * @return empty if somebody has it
   */
  public static Optional<RunLock> take(RunFolder run) {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file(run), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      LockAttempt lock = LockAttempt.of(channel);
      if (!lock.isBusy()) {
        return Optional.of(new RunLock(run, channel, lock));
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      logger.debug("{} cannot be locked", run.path(), e);
      return Optional.of(new RunLock(run, channel, null));
    }
  }

  private static Path file(RunFolder run) {
    return run.path().resolve(".lock");
  }

  /** Lets go. */
  @Override
  public void close() {
    try {
      if (lock != null) {
        lock.close();
      }
      if (channel != null) {
        channel.close();
      }
      if (run.isFinished()) { // whoever locks it from now on finds nothing to do
        Files.deleteIfExists(file(run));
      }
    } catch (IOException e) {
      logger.debug("the lock of {} is left", run.path(), e);
    }
  }
}
