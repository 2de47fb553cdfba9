package org.equimodal.trainer;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.equimodal.datasets.preparation.download.DownloadProgress;
import org.equimodal.datasets.preparation.download.PublishedFile;

/** A bar per file on the terminal, in MiB. */
final class DownloadBar implements DownloadProgress, AutoCloseable {

  private static final long MEBIBYTE = 1 << 20;
  private static final int REFRESH_MILLISECONDS = 1000;

  private PublishedFile shown;
  private ProgressBar bar;

  @Override
  public void came(PublishedFile file, long bytes, long length) {
    if (!file.equals(shown)) {
      close();
      shown = file;
      bar =
          new ProgressBarBuilder()
              .setTaskName(file.name())
              .setStyle(ProgressBarStyle.ASCII)
              .setUnit(" MiB", MEBIBYTE)
              .setUpdateIntervalMillis(REFRESH_MILLISECONDS)
              .build();
    }
    bar.maxHint(length);
    bar.stepTo(bytes);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
