package org.equimodal.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The optional tables beside a dataset: categories, names of items, names of users. */
final class SideTables {
  private static final String CATEGORIES = "categories.tsv";
  static final String ITEMS = "items.tsv";
  static final String USERS = "users.tsv";
  static final String ITEM_ID = "itemID";
  static final String USER_ID = "userID";

  private SideTables() {}

  /** The category of every item; items that are not listed share one called unknown. */
  static Optional<Categories> categories(
      Path folder, DataSettings settings, int items, Problems problems) {
    Path file = folder.resolve(settings.categories() == null ? CATEGORIES : settings.categories());
    if (!Files.isRegularFile(file)) {
      if (settings.categories() == null) {
        return Optional.empty();
      }
      throw new InputException(file + " does not exist; put it there or correct data.categories");
    }
    String[] texts = IdTable.read(file, ITEM_ID, "category", items, problems);
    // Known names first, in order of their first item; unknown last, unless the file itself uses
    // it.
    Map<String, Integer> ids = new HashMap<>();
    List<String> names = new ArrayList<>();
    int[] ofItem = new int[items];
    for (boolean listed : new boolean[] {true, false}) {
      for (int item = 0; item < items; item++) {
        if ((texts[item] != null) == listed) {
          String text = listed ? texts[item] : Categories.UNKNOWN;
          Integer id = ids.get(text);
          if (id == null) {
            id = names.size();
            ids.put(text, id);
            names.add(text);
          }
          ofItem[item] = id;
        }
      }
    }
    return Optional.of(new Categories(ofItem, names));
  }

  /** Names of users and items if the folder has a table of either. */
  static Optional<RawIds> rawIds(Path folder, int users, int items, Problems problems) {
    Optional<String[]> itemNames = names(folder, ITEMS, ITEM_ID, items, problems);
    Optional<String[]> userNames = names(folder, USERS, USER_ID, users, problems);
    if (itemNames.isEmpty() && userNames.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RawIds(
            IdTable.orDecimalIds(userNames.orElse(new String[users])),
            IdTable.orDecimalIds(itemNames.orElse(new String[items]))));
  }

  /** The names that a table gives, null where it gives none, if there is the table. */
  static Optional<String[]> names(
      Path folder, String table, String idColumn, int count, Problems problems) {
    Path file = folder.resolve(table);
    return Files.isRegularFile(file)
        ? Optional.of(IdTable.read(file, idColumn, "name", count, problems))
        : Optional.empty();
  }
}
