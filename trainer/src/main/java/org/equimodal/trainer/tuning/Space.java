package org.equimodal.trainer.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Seeds;

/**
 * Settings and the values they may take: by dotted key a list, or for random draws {@code {min,
 * max}} with or without {@code log: true}. Bounds that are whole numbers stand for whole numbers.
 */
public final class Space {

  private static final int DRAWS_PER_POINT = 100;
  private static final Set<String> RANGE_KEYS = Set.of("min", "max", "log");

  /** Everything else is what runs are compared by, or where they are kept. */
  private static final List<String> SEARCHED = List.of("training", "model", "ckd", "gb", "ogm");

  private final String origin;
  private final Map<String, Dimension> dimensions = new LinkedHashMap<>();

  /**
   * Reads a space.
   *
   * @param origin the file it is from
   * @param tree values by dotted key
   * @throws InputException if a key is in no section that can be searched or an entry is neither
   *     list nor range; whether the keys and values are settings is up to the configuration
   */
  public Space(String origin, Map<String, JsonNode> tree) {
    this.origin = origin;
    tree.forEach((key, values) -> dimensions.put(key, dimension(key, values)));
    if (dimensions.isEmpty()) {
      throw new InputException(origin + ": holds no settings to search, give key: [values]");
    }
  }

  /** The settings that are searched. */
  public List<String> keys() {
    return List.copyOf(dimensions.keySet());
  }

  /**
   * Every combination, the last setting changing fastest.
   *
   * @throws InputException if a setting has a range
   */
  public List<Point> grid() {
    List<Map<String, JsonNode>> points = List.of(Map.of());
    for (var entry : dimensions.entrySet()) {
      if (!(entry.getValue() instanceof Dimension.Choices choices)) {
        throw fault(
            entry.getKey(),
            "a grid needs a list of values; min and max are for random points, tune --trials");
      }
      List<Map<String, JsonNode>> longer = new ArrayList<>();
      for (Map<String, JsonNode> point : points) {
        for (JsonNode value : choices.values()) {
          Map<String, JsonNode> next = new LinkedHashMap<>(point);
          next.put(entry.getKey(), value);
          longer.add(next);
        }
      }
      points = longer;
    }
    return points.stream().map(values -> new Point(origin, values)).toList();
  }

  /**
   * Random points, none twice; fewer if the space does not seem to hold as many.
   *
   * @param seed the same one draws the same points, and more of them begin with these
   */
  public List<Point> random(int count, long seed) {
    RandomGenerator random = Seeds.generator(seed, "tuning");
    Set<Point> points = new LinkedHashSet<>();
    for (long draw = 0; draw < (long) DRAWS_PER_POINT * count && points.size() < count; draw++) {
      Map<String, JsonNode> values = new LinkedHashMap<>();
      dimensions.forEach((key, dimension) -> values.put(key, dimension.draw(random)));
      points.add(new Point(origin, values));
    }
    return List.copyOf(points);
  }

  private Dimension dimension(String key, JsonNode values) {
    if (SEARCHED.stream().noneMatch(section -> key.startsWith(section + "."))) {
      throw fault(
          key,
          "cannot be searched, only settings below "
              + String.join(", ", SEARCHED)
              + "; keys are written with dots, training.learningRate");
    }
    if (values.isArray()
        && !values.isEmpty()
        && StreamSupport.stream(values.spliterator(), false).allMatch(JsonNode::isValueNode)) {
      return new Dimension.Choices(
          StreamSupport.stream(values.spliterator(), false).distinct().toList());
    }
    if (values.isObject() && values.path("min").isNumber() && values.path("max").isNumber()) {
      return range(key, values);
    }
    throw fault(
        key, "must be a list of values or {min: .., max: .., log: true|false}, was " + values);
  }

  private Dimension range(String key, JsonNode range) {
    range
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!RANGE_KEYS.contains(name)) {
                throw fault(key + "." + name, "unknown key, a range has min, max and log");
              }
            });
    double min = range.get("min").asDouble();
    double max = range.get("max").asDouble();
    if (range.has("log") && !range.get("log").isBoolean()) {
      throw fault(key + ".log", "must be true or false, was " + range.get("log"));
    }
    boolean log = range.path("log").asBoolean();
    if (!(min < max)) {
      throw fault(key, "min must be below max, " + range);
    }
    if (log && min <= 0) {
      throw fault(key, "log needs min > 0, was " + range.get("min"));
    }
    boolean whole = range.get("min").isIntegralNumber() && range.get("max").isIntegralNumber();
    return whole
        ? new Dimension.WholeRange(range.get("min").asLong(), range.get("max").asLong(), log)
        : new Dimension.Range(min, max, log);
  }

  private InputException fault(String key, String reason) {
    return new InputException(origin + ": " + key + ": " + reason);
  }
}
