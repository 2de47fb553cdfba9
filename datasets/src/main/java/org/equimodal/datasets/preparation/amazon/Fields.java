package org.equimodal.datasets.preparation.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jsoup.parser.Parser;

/** Takes texts out of a product's fields: HTML entities unescaped, white space single. */
final class Fields {
  private Fields() {}

  /** A text; absent where the field is missing, blank or no text. */
  static Optional<String> text(JsonNode field) {
    if (!field.isTextual()) {
      return Optional.empty();
    }
    String text =
        Parser.unescapeEntities(field.textValue(), false)
            .replaceAll("[\\s\\u00A0\\p{Cntrl}]+", " ")
            .strip();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** All texts in a field: of a text itself, of lists, of lists of lists. */
  static List<String> texts(JsonNode field) {
    List<String> texts = new ArrayList<>();
    collect(field, texts);
    return texts;
  }

  private static void collect(JsonNode field, List<String> texts) {
    text(field).ifPresent(texts::add);
    if (field.isArray()) {
      field.forEach(element -> collect(element, texts));
    }
  }

  /** One list after the other. */
  static List<String> joined(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  /**
   * Among objects that describe images that of the main one, else the first; an object that holds a
   * list of each of their fields, as some copies of the data have it, as it is.
   */
  static JsonNode main(JsonNode images) {
    if (images.isObject()) {
      return images;
    }
    for (JsonNode image : images) {
      if (image.path("variant").asText().equals("MAIN")) {
        return image;
      }
    }
    return images.size() == 0 ? MissingNode.getInstance() : images.get(0);
  }
}
