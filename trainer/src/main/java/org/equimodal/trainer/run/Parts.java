package org.equimodal.trainer.run;

import java.util.Map;

/** Checks that a record read from a file is a whole one. */
public final class Parts {

  private Parts() {}

  /**
   * Refuses a record that lacks a part.
   *
   * @param name of the part in the file
   * @throws IllegalArgumentException if the part is null
   */
  public static void require(String name, Object part) {
    if (part == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
  }

  /** The same of a part that holds others, by name. */
  static void requireAll(String name, Map<String, ?> parts) {
    require(name, parts);
    parts.forEach((key, part) -> require(name + "." + key, part));
  }
}
