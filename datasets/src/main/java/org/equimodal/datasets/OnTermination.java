package org.equimodal.datasets;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Cleans up if a signal (Ctrl-C, SIGTERM) ends the process. Whoever is at work meanwhile, and finds
 * gone what he worked on, waits for the end of the process instead of complaining.
 */
final class OnTermination {
  private final Semaphore turn = new Semaphore(1);
  private final Thread hook;

  /** Something that can fail. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  private OnTermination(Action cleaning) {
    hook = new Thread(() -> cleanAndKeepTheTurn(cleaning), "cleaning");
  }

  /** From now on; if the process is ending already, this does not return. */
  static OnTermination clean(Action cleaning) {
    OnTermination termination = new OnTermination(cleaning);
    try {
      Runtime.getRuntime().addShutdownHook(termination.hook);
    } catch (IllegalStateException e) { // too late
      new Semaphore(0).acquireUninterruptibly();
    }
    return termination;
  }

  private void cleanAndKeepTheTurn(Action cleaning) {
    turn.acquireUninterruptibly();
    try {
      cleaning.run();
    } catch (IOException e) {
      // Nobody is left to be told; what stays is for the next process.
    }
  }

  /** Does something before any cleaning begins; once it has begun, this does not return. */
  void before(Action action) throws IOException {
    turn.acquireUninterruptibly();
    try {
      action.run();
    } finally {
      turn.release();
    }
  }

  /** Nothing is left to be cleaned. */
  void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the cleaning finds nothing to do.
    }
  }
}
