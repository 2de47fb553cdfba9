package org.equimodal.trainer;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.equimodal.trainer.encoding.EncodingProgress;

/** A progress bar of encoded items; none where nobody would see it move. */
final class EncodingBar implements EncodingProgress, AutoCloseable {

  private static final int REFRESH_MILLISECONDS = 200;

  private final boolean visible;
  private ProgressBar bar;

  /**
   * Prepares; the bar appears with the first batch.
   *
   * @param visible whether there is a terminal
   */
  EncodingBar(boolean visible) {
    this.visible = visible;
  }

  @Override
  public void started(int items, int done) {
    if (visible) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("encode")
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MILLISECONDS)
              .setInitialMax(items)
              .startsFrom(done, Duration.ZERO)
              .build();
    }
  }

  @Override
  public void encoded(int done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
