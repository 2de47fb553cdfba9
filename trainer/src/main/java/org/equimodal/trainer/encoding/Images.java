package org.equimodal.trainer.encoding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.ItemList;
import org.equimodal.datasets.Reason;

/**
 * Where every item's image is.
 *
 * @param source the file or folder that says so
 * @param ofItem at index i the image of item i, absent where none is named
 */
record Images(Path source, List<Optional<ImageLocation>> ofItem) {

  /** The images of a prepared dataset. */
  static Images of(ItemList items) {
    List<Optional<String>> named = new ArrayList<>();
    items.forEach(item -> named.add(Optional.ofNullable(item.image())));
    return of(items.file(), named);
  }

  /**
   * Reads a table: an item and its image per line, a tab between them; see {@link Texts#read}.
   * Files are relative to the table's folder.
   *
   * @throws InputException if the table cannot be read or names no items
   */
  static Images readTable(Path table, ItemNumbers numbers) {
    return of(
        table, numbers.arrange(Texts.entries(table, "image", image -> image), table.toString()));
  }

  /**
   * Lists a folder of images, each named by its item and any ending.
   *
   * @throws InputException if it cannot be listed or names no items
   */
  static Images inFolder(Path folder, ItemNumbers numbers) {
    List<ItemNumbers.Entry<String>> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith(".") && name.indexOf('.') > 0)
          .sorted()
          .forEach(
              name ->
                  entries.add(
                      new ItemNumbers.Entry<>(
                          name.substring(0, name.lastIndexOf('.')),
                          name,
                          folder.resolve(name).toString())));
    } catch (IOException e) {
      throw new InputException(
          "cannot list " + folder + ": " + Reason.of(e) + "; check the folder and its permissions",
          e);
    }
    if (entries.isEmpty()) {
      throw new InputException(
          folder + " holds no images: files named by item are expected, such as 0.jpg");
    }
    return new Images(folder, locations(folder, numbers.arrange(entries, folder.toString())));
  }

  private static Images of(Path source, List<Optional<String>> named) {
    requireNamed(named, source);
    return new Images(source, locations(source.toAbsolutePath().getParent(), named));
  }

  private static void requireNamed(List<Optional<String>> named, Path source) {
    if (named.stream().allMatch(image -> image.filter(text -> !text.isBlank()).isEmpty())) {
      throw new InputException(source + ": no item has an image, so there is nothing to encode");
    }
  }

  /** SHA-256 of all images; of those on the network only the addresses can be known. */
  String hash() {
    return FileHash.of(
        ofItem.stream().map(image -> image.map(ImageLocation::fingerprint).orElse("none")));
  }

  private static List<Optional<ImageLocation>> locations(
      Path folder, List<Optional<String>> named) {
    return named.stream()
        .map(
            text ->
                text.map(String::strip)
                    .filter(stripped -> !stripped.isEmpty())
                    .map(stripped -> ImageLocation.of(stripped, folder)))
        .toList();
  }
}
