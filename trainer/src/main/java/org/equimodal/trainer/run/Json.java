package org.equimodal.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.equimodal.datasets.InputException;

/** Reads and writes JSON files. */
public final class Json {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** One line. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Several lines, indented, ending in a line break. */
  public static String text(Object value) {
    try {
      return MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one line.
   *
   * @param origin where it is from, the beginning of the message if it cannot be read
   */
  static Map<String, Object> parse(String line, String origin) {
    Map<String, Object> values;
    try {
      values = MAPPER.readValue(line, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new InputException(origin + ": not readable: " + e.getOriginalMessage(), e);
    }
    if (values == null) {
      throw new InputException(origin + ": not readable: it is null");
    }
    return values;
  }

  /** A whole file, indented. */
  public static void write(Path path, Object value) {
    AtomicFile.write(path, text(value));
  }

  /** Reads a file of a run. */
  static <T> T read(Path path, Class<T> type) {
    return read(path, type, "file of a run");
  }

  /**
   * Reads a file.
   *
   * @param what it should be
   * @throws InputException if it is missing, cannot be read, is null, or not of that form
   */
  public static <T> T read(Path path, Class<T> type, String what) {
    if (!Files.isRegularFile(path)) {
      throw new InputException(path + ": no such file; it should be a " + what);
    }
    T value;
    try {
      value = MAPPER.readValue(path.toFile(), type);
    } catch (IOException e) {
      throw new InputException(path + ": not a readable " + what + ": " + problem(e), e);
    }
    if (value == null) {
      throw new InputException(path + ": not a readable " + what + ": it is null");
    }
    return value;
  }

  private static String problem(IOException e) {
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return e.getCause().getMessage(); // the words of the record that refused it
    }
    return e instanceof JsonProcessingException malformed
        ? malformed.getOriginalMessage()
        : e.getMessage();
  }
}
