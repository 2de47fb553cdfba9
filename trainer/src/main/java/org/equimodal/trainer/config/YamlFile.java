package org.equimodal.trainer.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.equimodal.datasets.InputException;

/**
 * A YAML file about settings that is not itself a layer of them.
 *
 * @param name by which messages call it
 * @param tree what it holds
 */
public record YamlFile(String name, ObjectNode tree) {

  /**
   * Reads a file.
   *
   * @throws InputException if it is missing or malformed
   */
  public static YamlFile read(Path file) {
    return new YamlFile(file.toString(), Yaml.read(file));
  }

  /**
   * Reads a file, or one that is packed into the program.
   *
   * @param option that names it
   * @param file a path, or the name of a file in the packed folder without its ending
   * @param folder of the class path, {@code conf/grids}
   * @throws InputException if there is neither, or it is malformed
   */
  public static YamlFile find(String option, String file, String folder) {
    if (Files.isRegularFile(Path.of(file))) {
      return read(Path.of(file));
    }
    String packed = folder + "/" + file + ".yaml";
    ObjectNode tree = file.matches("[\\w-]+") ? Yaml.resource(packed) : null;
    if (tree == null) {
      throw new InputException(
          option + " " + file + ": there is no such file, nor is " + packed + " in the program");
    }
    return new YamlFile(packed, tree);
  }

  /**
   * Reads it as a record.
   *
   * @throws InputException if a key is unknown, a value has the wrong type, or the record refuses
   *     it
   */
  public <T extends Record> T bind(Class<T> type) {
    return new Binding("", key -> name).bind(tree, type);
  }

  /** Settings by dotted keys as the text of a file that {@code --config} takes. */
  public static String settings(Map<String, JsonNode> byKey) {
    ObjectNode root = Yaml.section();
    byKey.forEach(
        (key, value) -> {
          ObjectNode section = root;
          String[] path = key.split("\\.", -1);
          for (int depth = 0; depth < path.length - 1; depth++) {
            section = section.withObjectProperty(path[depth]);
          }
          section.set(path[path.length - 1], value);
        });
    return Yaml.write(root);
  }
}
