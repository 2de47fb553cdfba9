package org.equimodal.trainer.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.equimodal.datasets.InputException;

/**
 * Settings laid over one another, and who set each of them.
 *
 * <p>What may be set is what the shape, a tree of defaults, holds: its non-empty maps are sections,
 * in which layers add up key by key, and anything else is a value, which the stronger layer
 * replaces. An empty map among the defaults takes any keys; a file that gives it replaces it as a
 * whole, while a dotted path changes a single entry. Null is allowed where it is the default.
 */
final class LayeredTree {

  private final ObjectNode shape;
  private final ObjectNode root = Yaml.section();
  private final Map<String, String> origins = new HashMap<>();

  LayeredTree(ObjectNode shape) {
    this.shape = shape;
  }

  /** Everything laid so far; not a copy. */
  ObjectNode root() {
    return root;
  }

  /** Lays a file's settings over the present ones. */
  void lay(ObjectNode layer, String origin) {
    lay(layer, origin, LayeredTree::refuse);
  }

  /** Lays a file's settings over the present ones, but for those with which something is wrong. */
  void lay(ObjectNode layer, String origin, Consumer<InputException> faults) {
    putAll(List.of(), layer, origin, faults);
  }

  /** Takes a fault as the end. */
  static void refuse(InputException fault) {
    throw fault;
  }

  /** Lays one setting over the present ones; its key is a path with dots. */
  void lay(String key, JsonNode value, String origin) {
    put(List.of(key.split("\\.", -1)), value, origin, LayeredTree::refuse);
  }

  /** Who set a key, or the nearest section above or value below it; null if nobody did. */
  String originOf(String key) {
    for (String at = key; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
      if (origins.containsKey(at)) {
        return origins.get(at);
      }
    }
    return origins.keySet().stream()
        .filter(known -> known.startsWith(key + "."))
        .min(String::compareTo)
        .map(origins::get)
        .orElse(null);
  }

  private void putAll(
      List<String> path, JsonNode section, String origin, Consumer<InputException> faults) {
    for (var entry : section.properties()) {
      try {
        put(append(path, entry.getKey()), entry.getValue(), origin, faults);
      } catch (InputException e) {
        faults.accept(e);
      }
    }
  }

  private void put(
      List<String> path, JsonNode value, String origin, Consumer<InputException> faults) {
    JsonNode expected = shapeOf(path, origin);
    if (expected.isObject() && !value.isObject()) {
      throw Faults.at(dotted(path), "must be a section of keys" + Faults.was(value), origin);
    }
    if (expected.isObject() && !expected.isEmpty()) {
      putAll(path, value, origin, faults);
      return;
    }
    if (value.isNull() && !expected.isMissingNode() && !expected.isNull()) {
      throw Faults.at(dotted(path), "must not be null; leave the key out for its default", origin);
    }
    replace(path, value, origin);
  }

  /** The default at a path; missing below an empty map. */
  private JsonNode shapeOf(List<String> path, String origin) {
    JsonNode at = shape;
    for (int depth = 0; depth < path.size(); depth++) {
      if (depth > 0 && at.isObject() && at.isEmpty()) {
        return at.path(path.get(depth));
      }
      if (!at.isObject()) {
        throw notASection(path.subList(0, depth), origin);
      }
      if (!at.has(path.get(depth))) {
        throw Faults.at(dotted(path.subList(0, depth + 1)), unknown(path.get(depth), at), origin);
      }
      at = at.get(path.get(depth));
    }
    return at;
  }

  private void replace(List<String> path, JsonNode value, String origin) {
    ObjectNode parent = root;
    for (int depth = 1; depth < path.size(); depth++) {
      String key = path.get(depth - 1);
      JsonNode next = parent.has(key) ? parent.get(key) : parent.putObject(key);
      if (!(next instanceof ObjectNode section)) {
        throw notASection(path.subList(0, depth), origin);
      }
      parent = section;
    }
    parent.set(path.get(path.size() - 1), value.deepCopy());
    String key = dotted(path);
    origins.keySet().removeIf(known -> known.startsWith(key + "."));
    origins.put(key, origin);
  }

  /** Names a key of this section if one is near, else the place where such a key exists. */
  private String unknown(String key, JsonNode section) {
    List<String> known = new ArrayList<>();
    section.fieldNames().forEachRemaining(known::add);
    if (Faults.nearest(key, known).isEmpty()) {
      List<String> elsewhere =
          paths("", shape).filter(path -> ("." + path).endsWith("." + key)).limit(1).toList();
      if (!elsewhere.isEmpty()) {
        return "unknown key, " + Faults.didYouMean(elsewhere.get(0));
      }
    }
    return Faults.unknown(key, known);
  }

  private static Stream<String> paths(String path, JsonNode section) {
    return section.properties().stream()
        .flatMap(
            entry ->
                Stream.concat(
                    Stream.of(path + entry.getKey()),
                    paths(path + entry.getKey() + ".", entry.getValue())));
  }

  private static InputException notASection(List<String> path, String origin) {
    return Faults.at(dotted(path), "is a value, it has no keys", origin);
  }

  private static List<String> append(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }

  private static String dotted(List<String> path) {
    return String.join(".", path);
  }
}
