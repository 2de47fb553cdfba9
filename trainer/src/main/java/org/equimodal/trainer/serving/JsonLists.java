package org.equimodal.trainer.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** A line of JSON per user: {@code {"user":"u","items":["a","b"],"scores":[2.5,1.0]}}. */
final class JsonLists implements ListWriter {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  private final Writer out;
  private final Ids users;
  private final Ids items;

  /** Over a writer that is left open. */
  JsonLists(Writer out, Ids users, Ids items) {
    this.out = out;
    this.users = users;
    this.items = items;
  }

  @Override
  public void accept(int user, int[] list, float[] scores) {
    try {
      try (JsonGenerator line = JSON.createGenerator(out)) {
        line.writeStartObject();
        line.writeStringField("user", users.name(user));
        line.writeArrayFieldStart("items");
        for (int item : list) {
          line.writeString(items.name(item));
        }
        line.writeEndArray();
        line.writeFieldName("scores");
        line.writeStartArray();
        for (float score : scores) {
          line.writeNumber(score);
        }
        line.writeEndArray();
        line.writeEndObject();
      }
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
