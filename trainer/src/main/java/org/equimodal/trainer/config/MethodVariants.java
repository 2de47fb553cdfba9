package org.equimodal.trainer.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Names of methods with one setting of theirs changed, for instance {@code ckd:kl}, and several
 * changes as {@code ckd:no-generic+kl}. A name that a user gives is expanded when the configuration
 * is resolved; the name of a run is found from its settings, so nothing is said twice.
 *
 * <p>What a variant says is stronger than every layer below the one that names it. Saying otherwise
 * in that layer or above it is an error: one of the two would be ignored.
 */
public final class MethodVariants {

  private static final String METHOD = "method";

  private static final List<Variant> ALL =
      List.of(
          new Variant(Method.CKD, "no-generic", "ckd.generic", "off"),
          new Variant(Method.CKD, "uniform", "ckd.weights", "uniform"),
          new Variant(Method.CKD, "kl", "ckd.specific", "kl"),
          new Variant(Method.CKD, "mse", "ckd.specific", "mse"),
          new Variant(Method.GB, "online", "gb.schedule", "online"),
          new Variant(Method.OGM, "ge", "ogm.enhancement", "true"));

  private MethodVariants() {}

  /** A method with one setting changed. */
  private record Variant(Method method, String suffix, String key, String value) {

    boolean isIn(JsonNode settings) {
      return settings.at("/" + key.replace('.', '/')).asText().equals(value);
    }
  }

  /** What may be asked for; changes to one method can also be joined with {@code +}. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Method method : Method.values()) {
      names.add(method.toString());
      ALL.stream()
          .filter(variant -> variant.method() == method)
          .forEach(variant -> names.add(method + ":" + variant.suffix()));
    }
    return names;
  }

  /** The name of settings' method, with the changes that they have. */
  static String nameOf(Settings settings) {
    JsonNode tree = Yaml.scalar(settings);
    String changes =
        ALL.stream()
            .filter(variant -> variant.method() == settings.method() && variant.isIn(tree))
            .map(Variant::suffix)
            .collect(Collectors.joining("+"));
    return settings.method() + (changes.isEmpty() ? "" : ":" + changes);
  }

  /**
   * Puts a method and its settings in the place of a variant's name.
   *
   * @param tree with all layers laid
   * @param sources what the user said
   */
  static void expand(LayeredTree tree, Sources sources) {
    JsonNode name = tree.root().get(METHOD);
    String origin = tree.originOf(METHOD);
    String[] words = name.asText().split(":", 2);
    Optional<Method> method = Method.named(name.asText());
    if (!name.isTextual() || method.isEmpty()) {
      throw unknown(name, origin);
    }
    tree.lay(METHOD, Yaml.scalar(words[0]), origin);
    List<String> suffixes = words.length == 1 ? List.of() : List.of(words[1].split("\\+", -1));
    int strength = Math.max(0, strength(origin, sources));
    for (String suffix : suffixes) {
      Variant variant =
          ALL.stream()
              .filter(v -> v.method() == method.get() && v.suffix().equals(suffix))
              .findFirst()
              .orElseThrow(() -> unknown(name, origin));
      boolean stated = strength(tree.originOf(variant.key()), sources) >= strength;
      lay(tree, variant, name.asText(), stated);
    }
  }

  private static void lay(LayeredTree tree, Variant variant, String name, boolean stated) {
    JsonNode present = tree.root().at("/" + variant.key().replace('.', '/'));
    if (stated && !present.asText().equals(variant.value())) {
      throw Faults.at(
          variant.key(),
          "contradicts method "
              + name
              + ", which says "
              + variant.value()
              + "; leave one of them out"
              + Faults.was(present),
          tree.originOf(variant.key()));
    }
    tree.lay(variant.key(), Yaml.parse(variant.value(), variant.key()), tree.originOf(METHOD));
  }

  private static RuntimeException unknown(JsonNode name, String origin) {
    return Faults.at(
        METHOD, "must be one of " + String.join(", ", names()) + Faults.was(name), origin);
  }

  /**
   * The command line is above all files, as are values that a search tries, and what comes with the
   * program below them.
   */
  private static int strength(String origin, Sources sources) {
    boolean isAboveFiles =
        origin.startsWith("--")
            || sources.flags().stream().anyMatch(flag -> flag.name().equals(origin));
    return isAboveFiles
        ? sources.files().size()
        : sources.files().stream().map(Path::toString).toList().lastIndexOf(origin);
  }
}
