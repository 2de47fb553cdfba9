package org.equimodal.trainer.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;

/**
 * YAML in and out, strictly: duplicate keys, aliases and any conversion of a value to another type
 * are refused.
 */
final class Yaml {

  /**
   * The mapper of all configuration. Words like {@code off} are text, as in YAML 1.2: they are
   * values of enums. A whole number will do where a fraction is allowed, and that is the only
   * conversion.
   */
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                  .build())
          .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfigDefaults(
              coercions -> {
                for (CoercionInputShape shape : CoercionInputShape.values()) {
                  coercions.setCoercion(shape, CoercionAction.Fail);
                }
              })
          .withCoercionConfig(
              LogicalType.Float,
              coercions ->
                  coercions.setCoercion(CoercionInputShape.Integer, CoercionAction.TryConvert))
          .build();

  private Yaml() {}

  static ObjectNode section() {
    return MAPPER.createObjectNode();
  }

  /** Text, numbers and booleans as tree nodes. */
  static JsonNode scalar(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Parses one value or document; an empty one is null.
   *
   * @param origin where the text is from, the beginning of the message if it is malformed
   */
  static JsonNode parse(String text, String origin) {
    try {
      refuseAliases(text, origin);
      JsonNode value = MAPPER.readTree(text);
      return value.isMissingNode() ? NullNode.getInstance() : value;
    } catch (JsonProcessingException e) {
      throw new InputException(origin + ": malformed YAML" + where(e) + ": " + problem(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** Reads a file of settings; an empty one has none. */
  static ObjectNode read(Path file) {
    try {
      return settings(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": is not UTF-8 text", e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + Reason.of(e) + "; check the file", e);
    }
  }

  /** Reads a file of settings from the class path, or null if there is none of that name. */
  static ObjectNode resource(String name) {
    try (InputStream stream = Yaml.class.getResourceAsStream("/" + name)) {
      return stream == null
          ? null
          : settings(new String(stream.readAllBytes(), StandardCharsets.UTF_8), name);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** Reads a tree as a record; {@link Binding} makes its failures readable. */
  static <T> T convert(JsonNode tree, Class<T> type) throws JsonProcessingException {
    return MAPPER.treeToValue(tree, type);
  }

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as YAML", e);
    }
  }

  /** How an enum constant is written: {@code PER_TRIPLE} as {@code per-triple}. */
  static String nameOf(Object constant) {
    return scalar(constant).asText();
  }

  private static ObjectNode settings(String text, String origin) {
    JsonNode document = parse(text, origin);
    if (document.isNull()) {
      return section();
    }
    if (document instanceof ObjectNode settings) {
      return settings;
    }
    throw new InputException(
        origin + ": must hold settings, key: value, at its top" + Faults.was(document));
  }

  /**
   * Where the section of a key and a key below it begins: at its brace, or at its first key.
   *
   * @return index into the text; empty if there is none
   */
  static OptionalInt startOf(String text, String key, String below) {
    try (YAMLParser parser = MAPPER.getFactory().createParser(text)) {
      String path = "/" + key + "/" + below;
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.START_OBJECT
            && parser.getParsingContext().pathAsPointer().toString().equals(path)) {
          long codePoints = parser.currentTokenLocation().getCharOffset();
          return OptionalInt.of(text.offsetByCodePoints(0, (int) codePoints));
        }
      }
      return OptionalInt.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** The mapper would read an alias as the text of its name. */
  private static void refuseAliases(String text, String origin) throws IOException {
    try (YAMLParser parser = MAPPER.getFactory().createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser.isCurrentAlias()) {
          throw new InputException(
              "%s: line %d holds an alias, which is not supported; write the value out"
                  .formatted(origin, parser.currentTokenLocation().getLineNr()));
        }
      }
    }
  }

  private static String where(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null
        ? ""
        : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  /** The parser's message without its excerpts, which are indented. */
  private static String problem(JsonProcessingException e) {
    if (e instanceof MismatchedInputException) {
      return "a second document, only one is allowed";
    }
    return e.getOriginalMessage()
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .reduce((first, last) -> last)
        .orElse("unreadable");
  }
}
