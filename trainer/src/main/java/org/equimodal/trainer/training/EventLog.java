package org.equimodal.trainer.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.equimodal.trainer.events.EventFile;
import org.equimodal.trainer.run.PartKey;

/**
 * Writes every epoch to the run's event file for TensorBoard: what is in {@code metrics.jsonl}, a
 * part of the loss as the group of those it is of ({@code lambda/textual}), or in {@code loss} if
 * of the whole model, and a metric in the group of its view ({@code
 * validation.only.textual/recall@20}).
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
    epoch.parts().forEach((part, value) -> scalars.put(tagOfPart(part), value));
    epoch
        .validation()
        .forEach((metric, value) -> scalars.put(tagOfMetric(metric), value.floatValue()));
    file.write(epoch.epoch(), scalars);
  }

  private static String tagOfPart(String key) {
    PartKey divided = PartKey.parse(key);
    return divided.of().map(whose -> divided.part() + "/" + whose).orElse("loss/" + key);
  }

  /** Metrics have no dot in their names, views may. */
  private static String tagOfMetric(String metric) {
    int dot = metric.lastIndexOf('.');
    return dot < 0
        ? "validation/" + metric
        : "validation." + metric.substring(0, dot) + "/" + metric.substring(dot + 1);
  }

  @Override
  public void finished() {
    if (file != null) {
      file.close();
    }
  }
}
