package org.equimodal.trainer.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.equimodal.datasets.InputException;

/** Which users lists are wanted for. */
public final class UserSelection {

  private static final String OPTION = "--users";
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private UserSelection() {}

  /** All of them. */
  public static int[] everybody(Ids users) {
    return IntStream.range(0, users.count()).toArray();
  }

  /**
   * Those who are named.
   *
   * @param named a file with a name per line, UTF-8, if there is one of that name; else names
   *     separated by commas
   * @param users what users are called
   * @return dense ids in the order of the names
   * @throws InputException if a name is none, or is given twice, or there is no name
   */
  public static int[] of(String named, Ids users) {
    Path file = file(named);
    List<String> names = file == null ? Arrays.asList(named.split(",", -1)) : lines(file);
    Map<Integer, String> found = new LinkedHashMap<>();
    for (int k = 0; k < names.size(); k++) {
      if (file != null && names.get(k).isEmpty()) {
        continue;
      }
      String where = file == null ? "--users, which is no file" : file + ", line " + (k + 1);
      if (found.put(users.dense(names.get(k), where), where) != null) {
        throw new InputException(
            "%s: user '%s' is named a second time; name each once".formatted(where, names.get(k)));
      }
    }
    if (found.isEmpty()) {
      throw new InputException(file + " is empty: expected a user's name per line");
    }
    return found.keySet().stream().mapToInt(Integer::intValue).toArray();
  }

  private static Path file(String named) {
    try {
      Path path = Path.of(named);
      return Files.isRegularFile(path) ? path : null;
    } catch (InvalidPathException e) {
      return null; // names need not be paths
    }
  }

  private static List<String> lines(Path file) {
    try {
      String text = Files.readString(file);
      return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
    } catch (IOException e) {
      throw new InputException(
          OPTION
              + " "
              + file
              + ": cannot be read: "
              + e
              + "; check the file, its encoding is UTF-8",
          e);
    }
  }
}
