package org.equimodal.trainer.serving;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;

/**
 * What users or items are called outside: by the raw ids of the dataset's table where it has one,
 * else by their dense ids.
 */
public final class Ids {

  /** Stands for a raw id that several have. */
  private static final int AMBIGUOUS = -1;

  private final String what;
  private final String dataset;
  private final List<String> names;
  private final boolean raw;
  private Map<String, Integer> dense; // made when first asked for

  private Ids(String what, String dataset, List<String> names, boolean raw) {
    this.what = what;
    this.dataset = dataset;
    this.names = names;
    this.raw = raw;
  }

  /** Those of a dataset's users. */
  public static Ids ofUsers(Dataset dataset) {
    return dataset
        .rawIds()
        .map(ids -> new Ids("user", dataset.name(), ids.users(), true))
        .orElseGet(() -> new Ids("user", dataset.name(), decimals(dataset.users()), false));
  }

  /** Those of a dataset's items. */
  public static Ids ofItems(Dataset dataset) {
    return dataset
        .rawIds()
        .map(ids -> new Ids("item", dataset.name(), ids.items(), true))
        .orElseGet(() -> new Ids("item", dataset.name(), decimals(dataset.items()), false));
  }

  private static List<String> decimals(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** How many there are. */
  public int count() {
    return names.size();
  }

  /** What the one with a dense id is called. */
  public String name(int id) {
    return names.get(id);
  }

  /** All of them, by dense id. */
  public List<String> names() {
    return names;
  }

  /**
   * The dense id of one.
   *
   * @param name what it is called
   * @param where the name was given, the beginning of the message
   * @throws InputException if none is called that, or several are
   */
  public int dense(String name, String where) {
    Integer id = dense().get(name);
    if (id == null) {
      throw new InputException(where + ": " + absence(name));
    }
    if (id == AMBIGUOUS) {
      throw new InputException(
          "%s: several %ss of dataset %s are called '%s'; give each a name of its own in %ss.tsv"
              .formatted(where, what, dataset, name, what));
    }
    return id;
  }

  /** Says that none is called that, and what they are called. */
  String absence(String name) {
    return "%s '%s' is not in dataset %s; its %ss %s"
        .formatted(
            what,
            name,
            dataset,
            what,
            raw
                ? "have names such as '" + names.get(0) + "'"
                : "are numbered from 0 to " + (names.size() - 1));
  }

  /** Whether one, or several, are called that. */
  boolean contain(String name) {
    return dense().containsKey(name);
  }

  private Map<String, Integer> dense() {
    if (dense == null) {
      dense = new HashMap<>();
      for (int id = 0; id < names.size(); id++) {
        dense.merge(names.get(id), id, (one, other) -> AMBIGUOUS);
      }
    }
    return dense;
  }
}
