package org.equimodal.trainer.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.equimodal.trainer.run.RunFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every epoch to the run's {@code metrics.jsonl} and its main figures, under the same keys,
 * to the log.
 */
public final class EpochLog implements TrainingListener {

  /** Name of the logger of epochs, whose lines a progress bar replaces on a terminal. */
  public static final String LOGGER = "epochs";

  private static final Set<String> SHOWN =
      Set.of("epoch", "loss", "bpr", "validation." + TrainingLoop.MONITORED, "best", "seconds");

  /** What a method decides about the modalities. */
  private static final List<String> BALANCE = List.of("lambda.", "weight.", "coefficient.");

  private static final Logger logger = LoggerFactory.getLogger(LOGGER);

  private final Role role;
  private final RunFolder folder;

  /**
   * Creates the log.
   *
   * @param role whose training it is
   * @param folder the run's
   */
  public EpochLog(Role role, RunFolder folder) {
    this.role = role;
    this.folder = folder;
  }

  @Override
  public void epochDone(Epoch epoch) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch.epoch());
    line.putAll(epoch.parts());
    epoch.validation().forEach((metric, value) -> line.put("validation." + metric, value));
    if (!epoch.validation().isEmpty()) {
      line.put("best", epoch.best());
    }
    line.put("seconds", epoch.seconds());
    folder.appendMetrics(line);
    if (logger.isInfoEnabled()) {
      logger.info("{} {}", role, text(line));
    }
  }

  private static String text(Map<String, Object> line) {
    return line.entrySet().stream()
        .filter(entry -> !isDetail(entry.getKey()))
        .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** What metrics.jsonl alone tells. */
  private static boolean isDetail(String key) {
    return !SHOWN.contains(key) && BALANCE.stream().noneMatch(key::startsWith);
  }

  private static String text(Object value) {
    return value instanceof Float || value instanceof Double
        ? String.format(Locale.ROOT, "%.4g", ((Number) value).doubleValue())
        : value.toString();
  }
}
