package org.equimodal.datasets.preparation.amazon;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.preparation.InteractionSink;
import org.equimodal.datasets.preparation.InteractionSource;

/**
 * Reviews, one JSON object per line, gzipped or not. A review without a rating or a time counts as
 * one whose rating or time is unknown; one without a user or an item is a fault.
 */
public final class ReviewFile implements InteractionSource {
  private static final JsonFactory JSON = new JsonFactory();

  private final Path file;
  private final ReviewFields fields;

  /**
   * Prepares; nothing is read yet.
   *
   * @param file the reviews
   * @param edition names their fields
   */
  public ReviewFile(Path file, Edition edition) {
    this.file = file;
    this.fields = edition.review();
  }

  @Override
  public void read(InteractionSink sink) throws IOException {
    try (InputStream in = CompressedFile.open(file);
        JsonParser parser = JSON.createParser(in)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        int line = parser.currentTokenLocation().getLineNr();
        if (token != JsonToken.START_OBJECT) {
          throw fault(line, "found '" + parser.getText() + "', expected an object of one review");
        }
        review(parser, line, sink);
      }
    } catch (JsonProcessingException e) {
      throw new InputException(
          "%s, line %d: not valid JSON (%s); see that it holds reviews, not products, then download it again or remove the line"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw CompressedFile.unreadable(file, e);
    }
  }

  private void review(JsonParser parser, int line, InteractionSink sink) throws IOException {
    String user = null;
    String item = null;
    double rating = Double.NaN;
    double timestamp = InteractionSink.NO_TIME;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals(fields.user())) {
        user = text(parser, value);
      } else if (name.equals(fields.item())) {
        item = text(parser, value);
      } else if (name.equals(fields.rating())) {
        rating = number(parser, value, line, name);
      } else if (name.equals(fields.time())) {
        double time = number(parser, value, line, name);
        timestamp = Double.isNaN(time) ? InteractionSink.NO_TIME : time;
      } else {
        parser.skipChildren();
      }
    }
    if (user == null || item == null) {
      throw fault(line, "the review has no " + (user == null ? fields.user() : fields.item()));
    }
    sink.accept(user, item, rating, timestamp);
  }

  /** Null where the text is missing, empty or of another type. */
  private static String text(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      parser.skipChildren();
      return null;
    }
    String text = parser.getText().strip();
    return text.isEmpty() ? null : text;
  }

  private double number(JsonParser parser, JsonToken value, int line, String name)
      throws IOException {
    if (value.isNumeric()) {
      return parser.getDoubleValue();
    }
    if (value == JsonToken.VALUE_NULL) {
      return Double.NaN;
    }
    throw fault(line, "%s is %s, expected a number".formatted(name, parser.getText()));
  }

  private InputException fault(int line, String what) {
    return new InputException(
        "%s, line %d: %s; a review is a line such as {\"%s\": \"A1..\", \"%s\": \"B0..\", \"%s\": 5.0}: check that the file holds reviews, and of this edition, or remove the line"
            .formatted(file, line, what, fields.user(), fields.item(), fields.rating()));
  }

  @Override
  public List<Path> files() {
    return List.of(file);
  }
}
