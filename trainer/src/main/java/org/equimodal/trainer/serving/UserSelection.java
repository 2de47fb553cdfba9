package org.equimodal.trainer.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.equimodal.datasets.InputException;

/** Which users lists are wanted for. */
public final class UserSelection {

  private static final String NAMED = "--users";
  private static final String LISTED = "--users-file";
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final Ids users;
  private final Set<Integer> chosen = new LinkedHashSet<>();

  private UserSelection(Ids users) {
    this.users = users;
  }

  /** All of them. */
  public static int[] everybody(Ids users) {
    return IntStream.range(0, users.count()).toArray();
  }

  /**
   * Those who are named.
   *
   * @param names with commas between them
   * @param users what users are called
   * @return dense ids in the order of the names
   * @throws InputException if a name is none, or is given twice
   */
  public static int[] named(String names, Ids users) {
    if (!users.contain(names) && isFile(names)) {
      throw new InputException(
          "%s %s: is a file and no user of the dataset; give a file of users with %s"
              .formatted(NAMED, names, LISTED));
    }
    UserSelection selection = new UserSelection(users);
    for (String name : names.split(",", -1)) {
      selection.add(name, NAMED);
    }
    return selection.dense();
  }

  /**
   * Those whom a file lists.
   *
   * @param file a name per line, UTF-8; empty lines are left out
   * @param users what users are called
   * @return dense ids in the order of the lines
   * @throws InputException if a name is none, or is listed twice, or there is none, or the file
   *     cannot be read
   */
  public static int[] listed(Path file, Ids users) {
    UserSelection selection = new UserSelection(users);
    List<String> lines = lines(file);
    for (int k = 0; k < lines.size(); k++) {
      if (!lines.get(k).isEmpty()) {
        selection.add(lines.get(k), file + ", line " + (k + 1));
      }
    }
    if (selection.chosen.isEmpty()) {
      throw new InputException(file + " is empty: expected a user's name per line");
    }
    return selection.dense();
  }

  private void add(String name, String where) {
    if (!chosen.add(users.dense(name, where))) {
      throw new InputException(
          "%s: user '%s' is named a second time; name each once".formatted(where, name));
    }
  }

  private int[] dense() {
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean isFile(String name) {
    try {
      return Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException e) {
      return false; // names need not be paths
    }
  }

  private static List<String> lines(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException("%s %s: there is no such file".formatted(LISTED, file));
    }
    try {
      String text = Files.readString(file);
      return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
    } catch (IOException e) {
      throw new InputException(
          "%s %s: cannot be read: %s; check the file, its encoding is UTF-8"
              .formatted(LISTED, file, e.getMessage()),
          e);
    }
  }
}
