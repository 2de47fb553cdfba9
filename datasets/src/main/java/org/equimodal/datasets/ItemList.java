package org.equimodal.datasets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The items of a prepared dataset: one line of JSON each, in the order of their numbers. Their
 * texts may be more than memory holds, so they are never all there at once.
 *
 * @param file where they are
 */
public record ItemList(Path file) {
  /** What the file is called in a dataset's folder. */
  public static final String NAME = "items.jsonl";

  private static final ObjectReader READER =
      JsonMapper.builder()
          .build()
          .readerFor(ItemDescription.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** The list of a dataset's folder, if there is one. */
  public static Optional<ItemList> in(Path folder) {
    return Optional.of(folder.resolve(NAME)).filter(Files::isRegularFile).map(ItemList::new);
  }

  /**
   * Reads the file.
   *
   * @param sink takes one item after the other
   * @throws InputException if a line is no item, or the numbers are not 0, 1, 2 and so on
   */
  public void forEach(Consumer<ItemDescription> sink) {
    readWhile(
        item -> {
          sink.accept(item);
          return true;
        });
  }

  /**
   * Reads the file as far as it is wanted.
   *
   * @param sink takes one item after the other and says whether it wants the next
   * @throws InputException as {@link #forEach} does, for what was read
   */
  public void readWhile(Predicate<ItemDescription> sink) {
    Set<String> ids = new HashSet<>();
    TextLines.read(
        file,
        (line, number) -> {
          String where = file + ", line " + number;
          ItemDescription item = parse(line, where);
          if (item.item() != ids.size()) {
            throw new InputException(
                "%s: item %d where item %d should follow; items are numbered from 0 without gaps: write the file again with prepare"
                    .formatted(where, item.item(), ids.size()));
          }
          if (!ids.add(item.id())) {
            throw new InputException(
                "%s: id '%s' is listed a second time; keep one line".formatted(where, item.id()));
          }
          return sink.test(item);
        });
    if (ids.isEmpty()) {
      throw new InputException(file + " holds no items: one line of JSON is expected per item");
    }
  }

  private static ItemDescription parse(String line, String where) {
    ItemDescription item;
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
