package org.equimodal.trainer.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What the user said, from weakest to strongest; in each list the last word wins.
 *
 * @param files YAML files given with {@code --config}
 * @param sets texts given with {@code --set}: {@code a.b=value}, the value in YAML
 * @param flags the other flags that stand for settings
 */
public record Sources(List<Path> files, List<String> sets, List<Flag> flags) {

  /** Copies the lists. */
  public Sources {
    files = List.copyOf(files);
    sets = List.copyOf(sets);
    flags = List.copyOf(flags);
  }

  /**
   * A flag that stands for a setting, or a value that a search tries.
   *
   * @param name as on the command line, {@code --seed}, or the file of the search
   * @param key the setting it stands for, {@code seed} or {@code training.epochs}
   * @param value text, a path, a number or a boolean, taken as it is; null if the flag was not
   *     given
   * @param isSearched whether a search tries it, rather than the user having said it
   */
  public record Flag(String name, String key, Object value, boolean isSearched) {

    /** A path is kept as its text. */
    public Flag {
      value = value instanceof Path ? value.toString() : value;
    }

    /** What the user said. */
    public Flag(String name, String key, Object value) {
      this(name, key, value, false);
    }
  }
}
