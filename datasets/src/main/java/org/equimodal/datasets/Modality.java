package org.equimodal.datasets;

import java.util.regex.Pattern;

/**
 * One kind of content that items have, such as visual, acoustic or textual.
 *
 * @param index position among the dataset's modalities, from 0
 * @param name the name used in settings, views, file names and reports: letters, digits, {@code _},
 *     {@code -} and {@code .}
 */
public record Modality(int index, String name) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  /**
   * Checks the name and the index.
   *
   * @throws InputException if the name cannot be part of a file name or of a view's name
   */
  public Modality {
    if (index < 0) {
      throw new IllegalArgumentException("a modality's index must be at least 0, was " + index);
    }
    if (!NAME.matcher(name).matches()) {
      throw new InputException(
          "modality name '"
              + name
              + "' cannot be used: it becomes part of file and view names; use letters, digits, '_', '-' and '.'");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
