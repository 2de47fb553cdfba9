package org.equimodal.datasets.preparation;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a source tells about items, collected. */
public final class Told {
  private Told() {}

  /** Of the items asked for, by raw id; what is told first counts. */
  public static Map<String, ItemFacts> of(ItemContent content, Set<String> items)
      throws IOException {
    Map<String, ItemFacts> told = new LinkedHashMap<>();
    content.facts(
        items,
        (id, facts) -> {
          if (items.contains(id)) {
            told.putIfAbsent(id, facts);
          }
        });
    return told;
  }
}
