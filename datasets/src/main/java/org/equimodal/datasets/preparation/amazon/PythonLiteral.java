package org.equimodal.datasets.preparation.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.equimodal.datasets.InputException;

/**
 * A literal of Python as {@code repr} writes it, read as {@code ast.literal_eval} does: dicts with
 * texts as keys, lists, tuples, strings in single or double quotes with their escapes, numbers,
 * True, False, None.
 */
final class PythonLiteral {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+L?(?![\\d.eE])|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)");
  private static final Pattern CODE = Pattern.compile("[0-9A-Fa-f]+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]+");
  private static final int DEEPEST = 100;

  private final String where;
  private final String text;
  private int position;
  private int depth;

  /**
   * Prepares.
   *
   * @param where file and line, for messages
   * @param text the literal
   */
  PythonLiteral(String where, String text) {
    this.where = where;
    this.text = text;
  }

  /**
   * The value; numbers without a fraction are integers where they fit into 64 bits.
   *
   * @throws InputException if the text is something else
   */
  JsonNode parse() {
    JsonNode value = value();
    skipSpace();
    if (position < text.length()) {
      throw fault("nothing more");
    }
    return value;
  }

  private JsonNode value() {
    skipSpace();
    if (depth == DEEPEST) {
      throw fault("at most " + DEEPEST + " brackets in each other");
    }
    return switch (peek()) {
      case '{' -> dict();
      case '[' -> list(']');
      case '(' -> list(')');
      case '\'', '"' -> NODES.textNode(string());
      case '+', '-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> word();
    };
  }

  private ObjectNode dict() {
    ObjectNode dict = NODES.objectNode();
    depth++;
    position++;
    while (!closes('}')) {
      JsonNode key = value();
      if (!key.isTextual()) {
        throw fault("a text as key before this");
      }
      expect(':');
      dict.set(key.textValue(), value());
      separate('}');
    }
    depth--;
    return dict;
  }

  private ArrayNode list(char end) {
    ArrayNode list = NODES.arrayNode();
    depth++;
    position++;
    while (!closes(end)) {
      list.add(value());
      separate(end);
    }
    depth--;
    return list;
  }

  private boolean closes(char end) {
    skipSpace();
    boolean closes = peek() == end;
    if (closes) {
      position++;
    }
    return closes;
  }

  /** Takes the comma between two elements, which may follow the last one, too. */
  private void separate(char end) {
    skipSpace();
    if (peek() == ',') {
      position++;
    } else if (peek() != end) {
      throw fault("',' or '" + end + "'");
    }
  }

  private void expect(char character) {
    skipSpace();
    if (peek() != character) {
      throw fault("'" + character + "'");
    }
    position++;
  }

  private JsonNode number() {
    Matcher number = NUMBER.matcher(text).region(position, text.length());
    if (!number.lookingAt()) {
      throw fault("a number");
    }
    position = number.end();
    String digits = number.group();
    String whole = digits.endsWith("L") ? digits.substring(0, digits.length() - 1) : digits;
    try {
      return NODES.numberNode(Long.parseLong(whole));
    } catch (NumberFormatException e) {
      return NODES.numberNode(Double.parseDouble(whole)); // has a fraction, or more than 64 bits
    }
  }

  private JsonNode word() {
    Matcher name = NAME.matcher(text).region(position, text.length());
    String word = name.lookingAt() ? name.group() : "";
    switch (word) {
      case "None", "True", "False" -> position += word.length();
      case "u", "U" -> {
        position++;
        if (peek() == '\'' || peek() == '"') {
          return NODES.textNode(string());
        }
        throw fault("a string");
      }
      default -> throw fault("a value of Python");
    }
    return word.equals("None") ? NODES.nullNode() : NODES.booleanNode(word.equals("True"));
  }

  private String string() {
    int begin = position;
    char quote = text.charAt(position++);
    StringBuilder string = new StringBuilder();
    while (position < text.length()) {
      char character = text.charAt(position++);
      if (character == quote) {
        return string.toString();
      }
      if (character == '\\') {
        escape(string);
      } else {
        string.append(character);
      }
    }
    position = begin;
    throw fault("a string that ends");
  }

  /** Adds what stands behind a backslash; what is no escape keeps its backslash, as in Python. */
  private void escape(StringBuilder string) {
    if (position == text.length()) {
      return;
    }
    char character = text.charAt(position++);
    switch (character) {
      case '\\', '\'', '"' -> string.append(character);
      case 'a' -> string.append('\u0007');
      case 'b' -> string.append('\b');
      case 'f' -> string.append('\f');
      case 'n' -> string.append('\n');
      case 'r' -> string.append('\r');
      case 't' -> string.append('\t');
      case 'v' -> string.append('\u000B');
      case 'x' -> string.append((char) code(2));
      case 'u' -> string.append((char) code(4));
      case 'U' -> string.appendCodePoint(code(8));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(string);
      default -> string.append('\\').append(character);
    }
  }

  /** The number that the next hexadecimal digits make. */
  private int code(int digits) {
    int end = position + digits;
    if (end > text.length() || !CODE.matcher(text).region(position, end).matches()) {
      throw fault(digits + " hexadecimal digits");
    }
    long code = Long.parseLong(text.substring(position, end), 16);
    if (code > Character.MAX_CODE_POINT) {
      throw fault("a character of Unicode");
    }
    position = end;
    return (int) code;
  }

  private void octal(StringBuilder string) {
    int code = text.charAt(position - 1) - '0';
    for (int digits = 1; digits < 3 && peek() >= '0' && peek() <= '7'; digits++) {
      code = 8 * code + text.charAt(position++) - '0';
    }
    string.append((char) code);
  }

  private void skipSpace() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  /** The next character; at the end one that stands nowhere. */
  private char peek() {
    return position < text.length() ? text.charAt(position) : Character.MAX_VALUE;
  }

  private InputException fault(String expected) {
    String found =
        position < text.length()
            ? "'" + text.substring(position, Math.min(position + 20, text.length())) + "'"
            : "the end of the line";
    return new InputException(
        "%s, column %d: found %s, expected %s; download the file again or remove the line"
            .formatted(where, position + 1, found, expected));
  }
}
