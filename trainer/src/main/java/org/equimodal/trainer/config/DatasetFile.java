package org.equimodal.trainer.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.function.Consumer;
import org.equimodal.datasets.InputException;

/**
 * A dataset's own settings, some of which may be for single backbones.
 *
 * @param settings what the file holds
 * @param origin by which messages call it
 * @param backbones the names of the backbones there are
 */
record DatasetFile(ObjectNode settings, String origin, Collection<String> backbones) {

  private static final String BACKBONES = "backbones";
  private static final String PROVENANCE = "provenance";

  /**
   * Lays the file, then its section for the backbone; those for others are only checked.
   *
   * @param faults takes what is wrong, key by key; what it does not throw is left out
   */
  void lay(LayeredTree tree, String backbone, Consumer<InputException> faults) {
    ObjectNode common = settings.deepCopy();
    common.remove(PROVENANCE);
    JsonNode perBackbone = common.has(BACKBONES) ? common.remove(BACKBONES) : Yaml.section();
    layChecked(tree, common, origin, faults);
    attempt(
        faults,
        () -> {
          for (var entry : section(BACKBONES, perBackbone).properties()) {
            attempt(
                faults,
                () -> layBackbone(tree, entry.getKey(), entry.getValue(), backbone, faults));
          }
        });
  }

  private void layBackbone(
      LayeredTree tree,
      String name,
      JsonNode value,
      String backbone,
      Consumer<InputException> faults) {
    String key = BACKBONES + "." + name;
    if (!backbones.contains(name)) {
      throw Faults.at(
          key, "is no backbone, must be one of " + String.join(", ", backbones), origin);
    }
    ObjectNode section = section(key, value);
    String sectionOrigin = origin + ", " + key;
    if (name.equals(backbone)) {
      layChecked(tree, section, sectionOrigin, faults);
    } else {
      Configuration.removeChoices(section, sectionOrigin, faults);
    }
  }

  private static void layChecked(
      LayeredTree tree, ObjectNode layer, String origin, Consumer<InputException> faults) {
    Configuration.removeChoices(layer, origin, faults);
    tree.lay(layer, origin, faults);
  }

  private ObjectNode section(String key, JsonNode value) {
    if (value instanceof ObjectNode section) {
      return section;
    }
    throw Faults.at(key, "must be a section of keys" + Faults.was(value), origin);
  }

  private static void attempt(Consumer<InputException> faults, Runnable laying) {
    try {
      laying.run();
    } catch (InputException e) {
      faults.accept(e);
    }
  }
}
