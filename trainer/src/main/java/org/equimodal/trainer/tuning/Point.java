package org.equimodal.trainer.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.equimodal.trainer.config.Sources;

/**
 * Values of some settings.
 *
 * @param origin the file they were proposed by, which faults name
 * @param values by dotted key
 */
public record Point(String origin, Map<String, JsonNode> values) {

  /** Copies, keeping the order. */
  public Point {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** No settings at all. */
  public static Point none() {
    return new Point("", Map.of());
  }

  /** These settings and then another's, which win. */
  public Point and(Point stronger) {
    Map<String, JsonNode> both = new LinkedHashMap<>(values);
    both.putAll(stronger.values);
    return new Point(stronger.origin, both);
  }

  /** As a layer of the configuration. */
  public List<Sources.Flag> flags() {
    return values.entrySet().stream()
        .map(entry -> new Sources.Flag(origin, entry.getKey(), entry.getValue(), true))
        .toList();
  }

  /** The settings in one line. */
  public String text() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().asText())
        .collect(Collectors.joining(", "));
  }
}
