package org.equimodal.datasets.preparation.download;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A stream from the network whose silence has a limit: a read that brings nothing for so long fails
 * instead of waiting for ever. The limits of {@link java.net.http.HttpClient} end where an answer's
 * body begins.
 */
public final class WatchedStream extends FilterInputStream {
  private static final ScheduledThreadPoolExecutor WATCHDOG = watchdog();

  private final Duration silence;
  private volatile boolean silent;

  /**
   * Watches a stream, whose reads then throw {@link HttpTimeoutException} after too long a silence.
   *
   * @param in a stream that another thread may close while it is read
   * @param silence the longest that a read may take
   */
  public WatchedStream(InputStream in, Duration silence) {
    super(in);
    this.silence = silence;
  }

  private static ScheduledThreadPoolExecutor watchdog() {
    ScheduledThreadPoolExecutor watchdog =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "silence-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    watchdog.setRemoveOnCancelPolicy(true);
    return watchdog;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Future<?> alarm = WATCHDOG.schedule(this::giveUp, silence.toMillis(), TimeUnit.MILLISECONDS);
    int count;
    try {
      count = in.read(target, offset, length);
    } catch (IOException e) {
      if (silent) {
        throw tooSilent(e);
      }
      throw e;
    } finally {
      alarm.cancel(false);
    }
    if (count < 0 && silent) { // a stream that is closed may look like one at its end
      throw tooSilent(null);
    }
    return count;
  }

  private HttpTimeoutException tooSilent(IOException cause) {
    HttpTimeoutException timeout =
        new HttpTimeoutException("nothing came for " + silence.toMillis() / 1000.0 + " seconds");
    timeout.initCause(cause);
    return timeout;
  }

  private void giveUp() {
    silent = true;
    try {
      in.close();
    } catch (IOException e) {
      // the read fails all the same
    }
  }
}
