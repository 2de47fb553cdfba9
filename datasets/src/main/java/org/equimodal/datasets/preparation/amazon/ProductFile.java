package org.equimodal.datasets.preparation.amazon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.preparation.FeatureSource;
import org.equimodal.datasets.preparation.ItemContent;
import org.equimodal.datasets.preparation.ItemFacts;

/**
 * Metadata of products, one per line, gzipped or not: JSON, or, as most of the 2014 edition,
 * literals of Python. A line that begins with a double quote after its brace is taken for JSON.
 * Only the facts of the items asked for are told. A file whose first line is of another edition is
 * refused.
 */
public final class ProductFile implements ItemContent {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Edition edition;
  private final ProductText text;
  private final List<ImageFeatureFile> images;

  /**
   * Prepares; nothing is read yet.
   *
   * @param file the metadata
   * @param edition names their fields
   * @param text how a product's text is made
   * @param images the published features of the images, none or one
   */
  public ProductFile(Path file, Edition edition, ProductText text, List<ImageFeatureFile> images) {
    this.file = file;
    this.edition = edition;
    this.text = text;
    this.images = List.copyOf(images);
  }

  @Override
  public void facts(Set<String> items, BiConsumer<String, ItemFacts> sink) throws IOException {
    KnownFacts known = new KnownFacts();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(CompressedFile.open(file), StandardCharsets.UTF_8))) {
      int number = 0;
      boolean first = true;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          String where = file + ", line " + number;
          JsonNode product = parse(line.strip(), where);
          if (first) {
            edition.requireOwn(product, where);
            first = false;
          }
          tell(
              product,
              where,
              items,
              (id, facts) -> {
                known.add(facts);
                sink.accept(id, facts);
              });
        }
      }
    } catch (IOException e) {
      throw CompressedFile.unreadable(file, e);
    }
    if (known.items() == 0) {
      throw new InputException(
          "%s describes none of the %d items that remain; give the metadata of the reviews' category and edition"
              .formatted(file, items.size()));
    }
    known.warnOfWhatAllLack(file, edition);
  }

  /** Tells what a line says, if its item is asked for. */
  private void tell(
      JsonNode line, String where, Set<String> items, BiConsumer<String, ItemFacts> sink) {
    Product product = edition.product(line);
    String id =
        product
            .id()
            .orElseThrow(
                () ->
                    new InputException(
                        "%s: the product has no %s; check the edition, or remove the line"
                            .formatted(where, edition.review().item())));
    if (items.contains(id)) {
      sink.accept(id, product.facts(text));
    }
  }

  private static JsonNode parse(String line, String where) {
    if (!line.substring(1).stripLeading().startsWith("\"")) {
      return new PythonLiteral(where, line).parse();
    }
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new InputException(
          "%s, column %d: not valid JSON (%s); download the file again or remove the line"
              .formatted(where, e.getLocation().getColumnNr(), e.getOriginalMessage()),
          e);
    }
  }

  @Override
  public List<FeatureSource> features() {
    return List.copyOf(images);
  }

  @Override
  public List<Path> files() {
    return images.isEmpty() ? List.of(file) : List.of(file, images.get(0).file());
  }
}
