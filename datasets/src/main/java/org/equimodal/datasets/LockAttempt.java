package org.equimodal.datasets;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;

/**
 * What came of asking for the lock of a file: it is taken, until this or the channel is closed; or
 * the file is busy, because another process or thread has it; or neither, on a file system that
 * knows no locks.
 *
 * <p>It is to be kept for as long as the file is: within a process Java forgets a lock that nothing
 * refers to.
 */
public final class LockAttempt implements AutoCloseable {
  private final FileLock lock;
  private final boolean busy;

  private LockAttempt(FileLock lock, boolean busy) {
    this.lock = lock;
    this.busy = busy;
  }

  /** A way of asking. */
  @FunctionalInterface
  interface Request {
    /** The lock; null if somebody has it. */
    FileLock ask() throws IOException;
  }

  /** Asks for the lock of a channel's file. */
  public static LockAttempt of(FileChannel channel) throws IOException {
    return of(channel::tryLock);
  }

  /** Waits for the lock of a channel's file, as long as another process has it. */
  public static LockAttempt waiting(FileChannel channel) throws IOException {
    return of(channel::lock);
  }

  static LockAttempt of(Request request) throws IOException {
    try {
      FileLock lock = request.ask();
      return new LockAttempt(lock, lock == null);
    } catch (OverlappingFileLockException e) { // another thread of this process has it
      return new LockAttempt(null, true);
    } catch (ClosedChannelException | FileLockInterruptionException e) {
      throw e;
    } catch (IOException e) {
      return new LockAttempt(null, false);
    }
  }

  /** Whether the lock is had. */
  public boolean isTaken() {
    return lock != null;
  }

  /** Whether somebody else has the lock. */
  public boolean isBusy() {
    return busy;
  }

  /** Lets go. */
  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.release();
    }
  }
}
