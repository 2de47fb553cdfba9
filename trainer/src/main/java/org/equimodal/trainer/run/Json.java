package org.equimodal.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.equimodal.datasets.InputException;

/** Reads and writes the JSON files of a run. */
final class Json {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** One line. */
  static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A whole file, indented. */
  static void write(Path path, Object value) {
    AtomicFile.write(
        path,
        out -> {
          out.write(MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(value));
          out.write('\n');
        });
  }

  /**
   * Reads a file.
   *
   * @throws InputException if it is missing or not of that form
   */
  static <T> T read(Path path, Class<T> type) {
    if (!Files.isRegularFile(path)) {
      throw new InputException(path + ": no such file; is its folder a run that got this far?");
    }
    try {
      return MAPPER.readValue(path.toFile(), type);
    } catch (JsonProcessingException e) {
      throw new InputException(
          path + ": not a readable file of a run: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
