package org.equimodal.datasets.preparation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.equimodal.datasets.IdTable;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.ItemDescription;
import org.equimodal.datasets.ItemList;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Reason;
import org.equimodal.datasets.TextSpool;

/** Writes the files of a dataset's folder: MMRec's layout with tables of raw ids and of content. */
final class DatasetFiles {
  private static final int BUFFER_CHARACTERS = 1 << 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The place of what did not come. */
  private static final int UNKNOWN = -1;

  private final Path folder;
  private final List<String> users;
  private final List<String> items;
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * Files for a folder.
   *
   * @param users raw id of every user
   * @param items raw id of every item
   */
  DatasetFiles(Path folder, List<String> users, List<String> items) {
    this.folder = folder;
    this.users = users;
    this.items = items;
    for (int item = 0; item < items.size(); item++) {
      numbers.put(items.get(item), item);
    }
  }

  /** {@code NAME.inter}, by ascending user and item. */
  void interactions(String name, InteractionTable table, byte[] labels) throws IOException {
    try (Writer writer = open(name + ".inter")) {
      writer.append("userID\titemID\tx_label\n");
      StringBuilder line = new StringBuilder();
      for (int k = 0; k < labels.length; k++) {
        line.setLength(0);
        line.append(table.user(k)).append('\t').append(table.item(k)).append('\t');
        writer.append(line.append(labels[k]).append('\n'));
      }
    }
  }

  /** {@code users.tsv} and {@code items.tsv}. */
  void rawIds() throws IOException {
    table("users.tsv", "userID", "name", users);
    table("items.tsv", "itemID", "name", items);
  }

  /** {@code items.jsonl}, and {@code categories.tsv} where the category of any item is known. */
  void facts(Optional<ItemContent> content) throws IOException {
    int[] places = new int[items.size()];
    Arrays.fill(places, UNKNOWN);
    String[] categories = new String[items.size()];
    Arrays.fill(categories, "");
    try (TextSpool lines = new TextSpool(folder);
        Writer writer = open(ItemList.NAME)) {
      BiConsumer<String, ItemFacts> sink =
          (id, facts) -> {
            Integer item = numbers.get(id);
            if (item != null && places[item] == UNKNOWN) {
              places[item] = lines.add(line(item, facts));
              categories[item] = facts.category().map(DatasetFiles::flat).orElse("");
            }
          };
      if (content.isPresent()) {
        read("what is known of the items", () -> content.get().facts(numbers.keySet(), sink));
      }
      for (int item = 0; item < places.length; item++) {
        writer
            .append(places[item] == UNKNOWN ? line(item, ItemFacts.NONE) : lines.get(places[item]))
            .append('\n');
      }
    }
    if (!Arrays.stream(categories).allMatch(String::isEmpty)) {
      table("categories.tsv", "itemID", "category", Arrays.asList(categories));
    }
  }

  private String line(int item, ItemFacts known) {
    try {
      return JSON.writeValueAsString(
          new ItemDescription(
              item,
              items.get(item),
              known.title().orElse(null),
              known.text().orElse(null),
              known.image().map(this::fromHere).orElse(null)));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file as it is found from the folder, so that both may be moved together. */
  private String fromHere(String image) {
    if (ItemDescription.isAddress(image)) {
      return image;
    }
    Path file = Path.of(image);
    Path here = folder.toAbsolutePath();
    boolean related = file.isAbsolute() && file.getRoot().equals(here.getRoot());
    return related ? here.relativize(file).toString() : image;
  }

  /** {@code <modality>_feat.npy}. */
  PreparationReport.Features features(FeatureSource source) throws IOException {
    String modality = new Modality(0, source.modality()).name();
    Path file = folder.resolve(modality + "_feat.npy");
    String where = "the features of modality " + modality;
    try (FeatureWriter features = new FeatureWriter(file, where, items.size(), source.width())) {
      read(where, () -> source.read((id, row) -> put(features, numbers.get(id), id, row)));
      return new PreparationReport.Features(
          modality, source.width(), features.fillMissing(), source.standardize());
    }
  }

  /** What is done with a source. */
  @FunctionalInterface
  private interface Reading {
    void run() throws IOException;
  }

  private static void read(String what, Reading reading) {
    try {
      reading.run();
    } catch (IOException e) {
      throw new InputException(
          "cannot read %s: %s; check the files and their permissions"
              .formatted(what, Reason.withFile(e)),
          e);
    }
  }

  /**
   * Takes a row.
   *
   * @param item null if the item did not remain
   */
  private static void put(FeatureWriter features, Integer item, String id, float[] row) {
    if (item == null) {
      return;
    }
    try {
      features.put(item, id, row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void table(String file, String idColumn, String textColumn, List<String> texts)
      throws IOException {
    try (Writer writer = open(file)) {
      IdTable.write(writer, idColumn, textColumn, texts);
    }
  }

  /** A text on one line and without tabs. */
  private static String flat(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }

  private Writer open(String file) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(Files.newOutputStream(folder.resolve(file)), StandardCharsets.UTF_8),
        BUFFER_CHARACTERS);
  }
}
