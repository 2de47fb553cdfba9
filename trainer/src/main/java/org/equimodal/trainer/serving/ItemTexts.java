package org.equimodal.trainer.serving;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.ItemList;

/** What people know items of a prepared dataset by: their titles, or else their texts. */
public final class ItemTexts {

  private static final int LONGEST = 40;
  private static final String CUT = "..";

  private ItemTexts() {}

  /**
   * The beginnings of some items' titles or texts, at most 40 characters of each on one line.
   *
   * @param folder the dataset's
   * @param items dense ids
   * @return by dense id; items without either are missing, all if the dataset has no items.jsonl
   * @throws InputException if that file cannot be read
   */
  public static Map<Integer, String> beginnings(Path folder, Set<Integer> items) {
    Map<Integer, String> texts = new HashMap<>();
    Set<Integer> sought = new HashSet<>(items);
    ItemList.in(folder)
        .ifPresent(
            list ->
                list.readWhile(
                    item -> {
                      String text = item.title() == null ? item.text() : item.title();
                      if (sought.remove(item.item()) && text != null) {
                        texts.put(item.item(), beginning(text));
                      }
                      return !sought.isEmpty();
                    }));
    return texts;
  }

  /** On one line, without anything that a terminal would obey. */
  private static String beginning(String text) {
    String line = text.replaceAll("[\\p{Z}\\p{C}]+", " ").strip();
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST - CUT.length())).strip() + CUT;
  }
}
