package org.equimodal.trainer.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.config.YamlFile;

/**
 * A search in stages, each of which keeps what those before it found best (a file of {@code
 * conf/grids}).
 *
 * @param seed of the trials; null for the first of the experiment
 * @param stages in their order
 */
public record Grid(Long seed, List<Stage> stages) {

  /**
   * Requires stages.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Grid {
    if (stages == null || stages.isEmpty()) {
      throw new IllegalArgumentException("stages must be a list of at least one stage");
    }
    stages = List.copyOf(stages);
  }

  /**
   * A stage.
   *
   * @param method that the trials are trained with
   * @param backbones that take part; null for all
   * @param space values by dotted key
   */
  public record Stage(String method, List<String> backbones, Map<String, JsonNode> space) {

    /**
     * Requires method and space.
     *
     * @throws IllegalArgumentException if one is missing
     */
    public Stage {
      if (method == null) {
        throw new IllegalArgumentException("method must be given, that of the stage's trials");
      }
      if (space == null || space.isEmpty()) {
        throw new IllegalArgumentException("space must hold settings, key: [values]");
      }
    }

    boolean isFor(String backbone) {
      return backbones == null || backbones.contains(backbone);
    }
  }

  /**
   * Reads a file.
   *
   * @throws InputException if it is none, or names a backbone that there is not; the spaces are
   *     read later
   */
  public static Grid read(YamlFile file) {
    Grid grid = file.bind(Grid.class);
    for (int number = 0; number < grid.stages().size(); number++) {
      List<String> backbones = grid.stages().get(number).backbones();
      for (String name : backbones == null ? List.<String>of() : backbones) {
        if (!Backbones.ids().contains(name)) {
          throw new InputException(
              "%s: stages[%d].backbones: '%s' is no backbone, must be one of %s"
                  .formatted(file.name(), number, name, String.join(", ", Backbones.ids())));
        }
      }
    }
    return grid;
  }
}
