package org.equimodal.trainer.training;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.run.RunLock;

/**
 * A user's wish to stop (Ctrl-C, SIGTERM): the training saves where it stands at the end of its
 * step, then the process ends with the signal's usual exit code.
 */
public final class Interruption {

  private static final long SECONDS_TO_SAVE = 60;
  private static final int MILLISECONDS_BETWEEN_LOOKS = 100;

  private final CountDownLatch saved = new CountDownLatch(1);
  private volatile boolean requested;

  /** Thrown out of a training that was asked to stop, after it has saved. */
  public static final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Says where to go on from. */
    public StoppedException(String message) {
      super(message);
    }
  }

  /** Never requested by anybody but {@link #request}. */
  public Interruption() {}

  /** One that the process's termination signals request; if one has come, it does not return. */
  public static Interruption bySignals() {
    Interruption interruption = new Interruption();
    Thread hook = new Thread(interruption::requestAndWait, "interruption");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) { // the process is ending already
      new Semaphore(0).acquireUninterruptibly();
    }
    return interruption;
  }

  /** Asks the training to stop. */
  public void request() {
    requested = true;
  }

  /** Whether the training shall stop. */
  public boolean isRequested() {
    return requested;
  }

  /** Lets time pass; a thread that is interrupted meanwhile asks to stop. */
  public void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      request();
    }
  }

  /**
   * Waits for a run that another process is training.
   *
   * @param run whose lock is taken
   * @throws StoppedException if it was asked to stop meanwhile
   */
  public RunLock awaitLock(RunFolder run) {
    Optional<RunLock> lock = RunLock.take(run);
    while (lock.isEmpty()) {
      pause(MILLISECONDS_BETWEEN_LOOKS);
      if (requested) {
        throw new StoppedException("interrupted while another process had " + run.path());
      }
      lock = RunLock.take(run);
    }
    return lock.get();
  }

  /** Nothing is left to save: the process may end. */
  public void done() {
    saved.countDown();
  }

  private void requestAndWait() {
    request();
    try {
      saved.await(SECONDS_TO_SAVE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
