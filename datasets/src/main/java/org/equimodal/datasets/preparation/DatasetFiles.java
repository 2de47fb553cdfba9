package org.equimodal.datasets.preparation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.equimodal.datasets.IdTable;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Modality;

/** Writes the files of a dataset's folder: MMRec's layout with tables of raw ids and of content. */
final class DatasetFiles {
  private static final int BUFFER_CHARACTERS = 1 << 16;

  /** Between lines stands the line break that is written there, and nothing else. */
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().rootValueSeparator((String) null).build();

  private final Path folder;
  private final List<String> users;
  private final List<String> items;

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
  void facts(Map<String, ItemFacts> facts) throws IOException {
    List<String> categories = new ArrayList<>();
    try (Writer writer = open("items.jsonl");
        JsonGenerator json = JSON.createGenerator(writer)) {
      for (int item = 0; item < items.size(); item++) {
        ItemFacts known = facts.getOrDefault(items.get(item), ItemFacts.NONE);
        json.writeStartObject();
        json.writeNumberField("item", item);
        json.writeStringField("id", items.get(item));
        write(json, "text", known.text());
        write(json, "image", known.image());
        json.writeEndObject();
        json.writeRaw('\n');
        categories.add(known.category().map(DatasetFiles::flat).orElse(""));
      }
    }
    if (categories.stream().anyMatch(category -> !category.isEmpty())) {
      table("categories.tsv", "itemID", "category", categories);
    }
  }

  private static void write(JsonGenerator json, String key, Optional<String> text)
      throws IOException {
    if (text.isPresent()) {
      json.writeStringField(key, text.get());
    }
  }

  /** {@code <modality>_feat.npy}. */
  PreparationReport.Features features(FeatureSource source) throws IOException {
    String modality = new Modality(0, source.modality()).name();
    Path file = folder.resolve(modality + "_feat.npy");
    String where = "the features of modality " + modality;
    Map<String, Integer> numbers = new HashMap<>();
    for (int item = 0; item < items.size(); item++) {
      numbers.put(items.get(item), item);
    }
    try (FeatureWriter features = new FeatureWriter(file, where, items.size(), source.width())) {
      read(source, where, (id, row) -> put(features, numbers.get(id), id, row));
      return new PreparationReport.Features(modality, source.width(), features.fillMissing());
    }
  }

  private static void read(FeatureSource source, String where, BiConsumer<String, float[]> rows) {
    try {
      source.read(rows);
    } catch (IOException e) {
      throw new InputException(
          "cannot read %s: %s; check the files and their permissions".formatted(where, e), e);
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
      throw new UncheckedIOException("cannot write features: " + e.getMessage(), e);
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
