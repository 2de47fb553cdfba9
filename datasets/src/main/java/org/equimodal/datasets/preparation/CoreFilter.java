package org.equimodal.datasets.preparation;

/**
 * Drops the interactions of users and items that have too few, until nobody has: what remains is
 * the largest set in which all have enough, whatever the order of dropping.
 */
final class CoreFilter {
  private CoreFilter() {}

  /**
   * Filters the table.
   *
   * @param userCount number of users, ids below it
   * @param itemCount number of items, ids below it
   */
  static void apply(InteractionTable table, int userCount, int itemCount, Core core) {
    int before;
    do {
      before = table.size();
      int[] ofUser = new int[userCount];
      int[] ofItem = new int[itemCount];
      for (int k = 0; k < before; k++) {
        ofUser[table.user(k)]++;
        ofItem[table.item(k)]++;
      }
      table.retain(
          k -> ofUser[table.user(k)] >= core.users() && ofItem[table.item(k)] >= core.items());
    } while (table.size() < before);
  }
}
