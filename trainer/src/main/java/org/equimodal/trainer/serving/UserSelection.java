package org.equimodal.trainer.serving;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.TextLines;

/** Which users lists are wanted for. */
public final class UserSelection {

  private static final String NAMED = "--users";
  private static final String LISTED = "--users-file";

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
   * @param names with commas between them, or one name, whatever is in it
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
    for (String name : users.contain(names) ? List.of(names) : List.of(names.split(",", -1))) {
      if (!users.contain(name) && !name.equals(names)) {
        throw new InputException(
            "%s: %s; if commas belong to a name, list users in a file with %s"
                .formatted(NAMED, users.absence(name), LISTED));
      }
      selection.add(name, NAMED);
    }
    return selection.dense();
  }

  /**
   * Those whom a file lists.
   *
   * @param file a name per line, UTF-8; blank lines are left out
   * @param users what users are called
   * @return dense ids in the order of the lines
   * @throws InputException if a name is none, or is listed twice, or there is none, or the file
   *     cannot be read
   */
  public static int[] listed(Path file, Ids users) {
    UserSelection selection = new UserSelection(users);
    TextLines.read(
        file,
        (name, number) -> {
          selection.add(name, file + ", line " + number);
          return true;
        });
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
}
