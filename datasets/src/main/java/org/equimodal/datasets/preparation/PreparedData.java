package org.equimodal.datasets.preparation;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.equimodal.datasets.InputException;

/**
 * What a dataset is made of.
 *
 * @param name the dataset's name, that of its {@code .inter} file
 * @param interactions who interacted with what; a {@link SplitSource} where they bring a split
 * @param content what is known about the items
 * @param source citation or address of the data, for the record
 * @param reading by what choices its files are read, for the record: columns, formats
 */
public record PreparedData(
    String name,
    InteractionSource interactions,
    Optional<ItemContent> content,
    Optional<String> source,
    Map<String, Object> reading) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  /**
   * Checks the name.
   *
   * @throws InputException if it cannot be a file's name
   */
  public PreparedData {
    if (!NAME.matcher(name).matches()) {
      throw new InputException(
          "name '%s' cannot be used: it becomes the name of a file; use letters, digits, '_', '-' and '.', in --out or in --name"
              .formatted(name));
    }
  }

  /** All files that are read, each once. */
  List<Path> files() {
    return Stream.concat(
            interactions.files().stream(),
            content.stream().flatMap(known -> known.files().stream()))
        .distinct()
        .toList();
  }
}
