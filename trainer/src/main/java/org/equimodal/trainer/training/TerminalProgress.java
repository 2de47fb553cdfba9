package org.equimodal.trainer.training;

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

  private final ProgressBar bar;
  private int stepsInEpoch;
  private String losses = "";
  private String recall = "";

  /**
   * Starts the bar.
   *
   * @param role whose training it is
   */
  public TerminalProgress(Role role) {
    bar =
        new ProgressBarBuilder()
            .setTaskName(role.toString())
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLISECONDS)
            .setInitialMax(-1)
            .build();
  }

  @Override
  public void stepDone(int epoch, int steps, int stepsPerEpoch) {
    bar.stepTo((long) (epoch - 1) * stepsPerEpoch + steps);
    bar.setExtraMessage("epoch " + epoch + losses + recall);
    stepsInEpoch = stepsPerEpoch;
  }

  @Override
  public void epochDone(Epoch epoch) {
    bar.maxHint((long) epoch.lastEpoch() * stepsInEpoch);
    losses =
        epoch.parts().entrySet().stream()
            .limit(PARTS_SHOWN)
            .map(part -> " " + part.getKey() + " " + rounded(part.getValue()))
            .collect(Collectors.joining());
    if (!epoch.validation().isEmpty()) {
      recall =
          " "
              + TrainingLoop.MONITORED
              + " "
              + rounded(epoch.validation().get(TrainingLoop.MONITORED));
    }
  }

  private static String rounded(Number value) {
    return String.format(Locale.ROOT, "%.4f", value.doubleValue());
  }

  @Override
  public void finished() {
    bar.close();
  }
}
