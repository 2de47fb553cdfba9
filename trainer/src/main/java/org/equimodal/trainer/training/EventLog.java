package org.equimodal.trainer.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.equimodal.trainer.events.EventFile;

/**
 * Writes every epoch to the run's event file for TensorBoard: what is in {@code metrics.jsonl}, the
 * last part of a key the name and what is before it the group ({@code lambda/textual}, {@code
 * validation.only.textual/recall@20}), parts of the loss without a group in {@code loss}.
 */
final class EventLog implements TrainingListener {

  private final Path folder;
  private EventFile file;

  /**
   * Creates the log; the file comes with the first epoch.
   *
   * @param folder of the run's event files
   */
  EventLog(Path folder) {
    this.folder = folder;
  }

  @Override
  public void epochDone(Epoch epoch) {
    if (file == null) {
      file = EventFile.start(folder, epoch.epoch());
    }
    Map<String, Float> scalars = new LinkedHashMap<>();
    epoch.parts().forEach((part, value) -> scalars.put(tag(part), value));
    epoch
        .validation()
        .forEach((metric, value) -> scalars.put(tag("validation." + metric), value.floatValue()));
    file.write(epoch.epoch(), scalars);
  }

  private static String tag(String key) {
    int dot = key.lastIndexOf('.');
    return dot < 0 ? "loss/" + key : key.substring(0, dot) + "/" + key.substring(dot + 1);
  }

  @Override
  public void finished() {
    if (file != null) {
      file.close();
    }
  }
}
