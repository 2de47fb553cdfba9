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
  private static final String ITEMS = "items.tsv";
  private static final String USERS = "users.tsv";
  private static final String ITEM_ID = "itemID";

  private SideTables() {}

  /** The category of every item; items that are not listed share one called unknown. */
  static Optional<Categories> categories(Path folder, DataSettings settings, int items) {
    Path file = folder.resolve(settings.categories() == null ? CATEGORIES : settings.categories());
    if (!Files.isRegularFile(file)) {
      if (settings.categories() == null) {
        return Optional.empty();
      }
      throw new InputException(file + " does not exist; put it there or correct data.categories");
    }
    String[] texts = IdTable.read(file, ITEM_ID, "category", items);
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
  static Optional<RawIds> rawIds(Path folder, int users, int items) {
    Path itemFile = folder.resolve(ITEMS);
    Path userFile = folder.resolve(USERS);
    boolean hasItems = Files.isRegularFile(itemFile);
    boolean hasUsers = Files.isRegularFile(userFile);
    if (!hasItems && !hasUsers) {
      return Optional.empty();
    }
    String[] itemNames =
        hasItems ? IdTable.read(itemFile, ITEM_ID, "name", items) : new String[items];
    String[] userNames =
        hasUsers ? IdTable.read(userFile, "userID", "name", users) : new String[users];
    return Optional.of(
        new RawIds(IdTable.orDecimalIds(userNames), IdTable.orDecimalIds(itemNames)));
  }
}
