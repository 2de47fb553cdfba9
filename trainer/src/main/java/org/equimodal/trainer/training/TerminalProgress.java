package org.equimodal.trainer.training;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on the terminal: epoch, loss and its parts, validation Recall@20, and the time
 * left until the training ends if nothing improves any more.
 */
public final class TerminalProgress implements TrainingListener {

  private static final int REFRESH_MILLISECONDS = 200;
  private static final int PARTS_SHOWN = 3;

  private final Role role;
  private ProgressBar bar;
  private int stepsInEpoch;
  private String figures = "";
  private String recall = "";

  /**
   * Prepares; the bar appears with the first step.
   *
   * @param role whose training it is
   */
  public TerminalProgress(Role role) {
    this.role = role;
  }

  @Override
  public void stepDone(int epoch, int steps, int stepsPerEpoch) {
    long done = (long) (epoch - 1) * stepsPerEpoch + steps;
    if (bar == null) {
      bar = start(done - 1);
    }
    stepsInEpoch = stepsPerEpoch;
    bar.stepTo(done);
    bar.setExtraMessage("epoch " + epoch + recall + figures);
  }

  private ProgressBar start(long doneBefore) {
    return new ProgressBarBuilder()
        .setTaskName(role.toString())
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REFRESH_MILLISECONDS)
        .setInitialMax(-1)
        .startsFrom(doneBefore, Duration.ZERO)
        .build();
  }

  @Override
  public void epochDone(Epoch epoch) {
    bar.maxHint((long) epoch.lastEpoch() * stepsInEpoch);
    figures =
        epoch.parts().entrySet().stream()
            .limit(PARTS_SHOWN)
            .map(part -> " " + part.getKey() + " " + rounded(part.getValue()))
            .collect(Collectors.joining());
    Double value = epoch.validation().get(TrainingLoop.MONITORED);
    if (value != null) {
      recall = " " + TrainingLoop.MONITORED + " " + rounded(value);
    }
    bar.setExtraMessage("epoch " + epoch.epoch() + recall + figures);
  }

  private static String rounded(Number value) {
    return String.format(Locale.ROOT, "%.4f", value.doubleValue());
  }

  @Override
  public void finished() {
    if (bar != null) {
      bar.close();
    }
  }
}
