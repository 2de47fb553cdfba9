package org.equimodal.trainer.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.equimodal.datasets.InputException;

/**
 * Reads trees as records and says in the user's words what does not fit.
 *
 * @param path the key of the tree's root, empty for the whole configuration
 * @param originOf who set a key, null if that is not known
 */
record Binding(String path, UnaryOperator<String> originOf) {

  private static final Set<Class<?>> WHOLE_NUMBERS =
      Set.of(int.class, Integer.class, long.class, Long.class);

  /**
   * Reads a tree as a record.
   *
   * @throws InputException if a key is unknown, a value has the wrong type, or the record refuses
   *     it
   */
  <T extends Record> T bind(JsonNode tree, Class<T> type) {
    try {
      return Yaml.convert(tree, type);
    } catch (JsonMappingException e) {
      throw fault(tree, e);
    } catch (JsonProcessingException e) {
      throw fault(path, e.getOriginalMessage());
    }
  }

  private InputException fault(JsonNode tree, JsonMappingException e) {
    StringBuilder key = new StringBuilder(path);
    JsonNode value = tree;
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        key.append('[').append(step.getIndex()).append(']');
        value = value.path(step.getIndex());
      } else {
        key.append(key.isEmpty() ? "" : ".").append(step.getFieldName());
        value = value.path(step.getFieldName());
      }
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return fault(key.toString(), unknown(unknown));
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return refused(key.toString(), value, String.valueOf(e.getCause().getMessage()));
    }
    String found = value.isMissingNode() ? ", was not given" : Faults.was(value);
    if (e.getCause() instanceof InputCoercionException) {
      return fault(key.toString(), "must be a number its type can hold" + found);
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return fault(key.toString(), "must be " + expected(mismatch.getTargetType()) + found);
    }
    return fault(key.toString(), e.getOriginalMessage());
  }

  /** A record's own message begins with the component's name: {@code tau must be > 0, was -1}. */
  private InputException refused(String key, JsonNode section, String message) {
    String[] words = message.split(" ", 2);
    if (words.length < 2 || !section.has(words[0])) {
      return fault(key.isEmpty() ? "configuration" : key, message);
    }
    int was = words[1].lastIndexOf(", was ");
    String reason =
        was < 0 ? words[1] : words[1].substring(0, was) + Faults.was(section.get(words[0]));
    return fault(key.isEmpty() ? words[0] : key + "." + words[0], reason);
  }

  private InputException fault(String key, String reason) {
    return Faults.at(key, reason, originOf.apply(key.replaceAll("\\[\\d+]$", "")));
  }

  private static String unknown(UnrecognizedPropertyException e) {
    return Faults.unknown(
        e.getPropertyName(), e.getKnownPropertyIds().stream().map(String::valueOf).toList());
  }

  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + Stream.of(type.getEnumConstants()).map(Yaml::nameOf).collect(Collectors.joining(", "));
    }
    if (WHOLE_NUMBERS.contains(type)) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "text (quote it if it looks like something else)";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return Map.class.isAssignableFrom(type) || type.isRecord()
        ? "a section of keys"
        : "a " + type.getSimpleName();
  }
}
