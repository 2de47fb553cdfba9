package org.equimodal.datasets;

import java.util.List;

/**
 * What users and items are called outside: at index i the name of the user or item with id i.
 *
 * @param users one name per user
 * @param items one name per item
 */
public record RawIds(List<String> users, List<String> items) {
  /** Copies the lists. */
  public RawIds {
    users = List.copyOf(users);
    items = List.copyOf(items);
  }
}
