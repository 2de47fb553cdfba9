package org.equimodal.datasets.preparation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;

/** Interactions as objects of JSON, one on every line; empty lines are passed over. */
final class JsonLines {
  private final RawLine line;
  private final RawColumns columns;
  private final String ratingKey;
  private final String timestampKey;
  private final JsonFactory factory = new JsonFactory();

  JsonLines(RawLine line, RawColumns columns) {
    this.line = line;
    this.columns = columns;
    this.ratingKey = columns.rating().orElse(null);
    this.timestampKey = columns.timestamp().orElse(null);
  }

  /** Reads to the end. */
  void read(BufferedReader text) throws IOException {
    for (String object = text.readLine(); object != null; object = text.readLine()) {
      line.at(line.number() + 1);
      if (!object.isBlank()) {
        interaction(object);
      }
    }
  }

  private void interaction(String object) throws IOException {
    String user = null;
    String item = null;
    String rating = null;
    String timestamp = null;
    try (JsonParser parser = factory.createParser(object)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw line.fault("is no object of JSON, { .. }; every line must be one");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        JsonToken value = parser.nextToken();
        if (key.equals(columns.user())) {
          user = scalar(parser, key, value);
        } else if (key.equals(columns.item())) {
          item = scalar(parser, key, value);
        } else if (key.equals(ratingKey)) {
          rating = scalar(parser, key, value);
        } else if (key.equals(timestampKey)) {
          timestamp = scalar(parser, key, value);
        } else {
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw line.fault("goes on after its object of JSON; every line must be one object");
      }
    } catch (JsonProcessingException e) {
      throw line.fault(
          "is not valid JSON (%s); correct or remove the line"
              .formatted(RawLine.shown(e.getOriginalMessage())));
    }
    require(columns.user(), user);
    require(columns.item(), item);
    if (ratingKey != null) {
      require(ratingKey, rating);
    }
    if (timestampKey != null) {
      require(timestampKey, timestamp);
    }
    line.accept(user, item, rating, timestamp);
  }

  private String scalar(JsonParser parser, String key, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING && (value == null || !value.isNumeric())) {
      throw line.fault("%s is neither a text nor a number".formatted(key));
    }
    return parser.getText();
  }

  private void require(String key, String value) {
    if (value == null) {
      throw line.fault("there is no key '%s'; name another or remove the line".formatted(key));
    }
  }
}
