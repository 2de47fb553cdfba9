package org.equimodal.trainer.encoding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.equimodal.datasets.InputException;

/**
 * The items of a prepared dataset: one line of {@code items.jsonl} each, in the order of their
 * numbers.
 *
 * @param file where they are from
 * @param items at index i item i
 */
record ItemList(Path file, List<Item> items) {

  /** What the file is called in a dataset's folder. */
  static final String NAME = "items.jsonl";

  private static final ObjectReader READER =
      JsonMapper.builder()
          .build()
          .readerFor(Item.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Reads the file.
   *
   * @throws InputException if a line is no item, or the numbers are not 0, 1, 2 and so on
   */
  static ItemList read(Path file) {
    List<Item> items = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Lines.read(
        file,
        (line, number) -> {
          String where = file + ", line " + number;
          Item item = parse(line, where);
          if (item.item() != items.size()) {
            throw new InputException(
                "%s: item %d where item %d should follow; items are numbered from 0 without gaps: write the file again with prepare"
                    .formatted(where, item.item(), items.size()));
          }
          if (!ids.add(item.id())) {
            throw new InputException(
                "%s: id '%s' is listed a second time; keep one line".formatted(where, item.id()));
          }
          items.add(item);
        });
    if (items.isEmpty()) {
      throw new InputException(file + " holds no items: one line of JSON is expected per item");
    }
    return new ItemList(file, List.copyOf(items));
  }

  private static Item parse(String line, String where) {
    Item item;
    try {
      item = READER.readValue(line);
    } catch (JsonProcessingException e) {
      throw new InputException(
          where
              + ": no item ("
              + e.getOriginalMessage()
              + "); expected {\"item\":0,\"id\":\"..\",\"text\":\"..\",\"image\":\"..\"}",
          e);
    }
    if (item == null || item.item() == null || item.id() == null) {
      throw new InputException(where + ": an item needs its number, \"item\", and its \"id\"");
    }
    return item;
  }
}
