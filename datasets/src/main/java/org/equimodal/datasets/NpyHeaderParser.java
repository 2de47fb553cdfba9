package org.equimodal.datasets;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the Python dictionary in the head of a {@code .npy} file: exactly the keys descr,
 * fortran_order and shape, in any order, and nothing else.
 */
final class NpyHeaderParser {
  private static final Pattern SIMPLE_TYPE = Pattern.compile("([<>=|]?)([A-Za-z?])(\\d{0,4})");

  private final String where;
  private final String text;
  private int next;
  private String type;
  private Boolean fortran;
  private long[] shape;

  NpyHeaderParser(String where, String text) {
    this.where = where;
    this.text = text;
  }

  NpyHeader parse() {
    expect('{');
    while (!accept('}')) {
      String key = string();
      expect(':');
      value(key);
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    skipSpace();
    require(next == text.length(), "nothing after the dictionary");
    require(
        type != null && fortran != null && shape != null,
        "the keys descr, fortran_order and shape");
    return header();
  }

  private void value(String key) {
    switch (key) {
      case "descr" -> {
        require(type == null, "descr only once");
        type = peek() == '[' ? structuredType() : string();
      }
      case "fortran_order" -> {
        require(fortran == null, "fortran_order only once");
        fortran = bool();
      }
      case "shape" -> {
        require(shape == null, "shape only once");
        shape = tuple();
      }
      default -> throw damaged("only the keys descr, fortran_order and shape, found " + key);
    }
  }

  private NpyHeader header() {
    Matcher matcher = SIMPLE_TYPE.matcher(type);
    if (!matcher.matches()) {
      return new NpyHeader(type, 'V', 1, ByteOrder.LITTLE_ENDIAN, fortran, shape);
    }
    String mark = matcher.group(1);
    ByteOrder order = ByteOrder.nativeOrder();
    if (mark.equals("<") || mark.equals(">")) {
      order = mark.equals("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }
    int itemBytes = matcher.group(3).isEmpty() ? 1 : Integer.parseInt(matcher.group(3));
    return new NpyHeader(type, matcher.group(2).charAt(0), itemBytes, order, fortran, shape);
  }

  /**
   * The text of a list, up to its closing bracket; structured types are named in messages, never
   * read.
   */
  private String structuredType() {
    int start = next;
    int depth = 0;
    do {
      require(next < text.length(), "a closing bracket");
      char c = text.charAt(next++);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
    } while (depth > 0);
    return text.substring(start, next);
  }

  private String string() {
    char quote = peek();
    require(quote == '\'' || quote == '"', "a quoted word");
    int end = text.indexOf(quote, next + 1);
    require(end >= 0, "a closing quotation mark");
    String word = text.substring(next + 1, end);
    next = end + 1;
    return word;
  }

  private boolean bool() {
    skipSpace();
    for (String word : new String[] {"True", "False"}) {
      if (text.startsWith(word, next)) {
        next += word.length();
        return word.equals("True");
      }
    }
    throw damaged("True or False");
  }

  private long[] tuple() {
    long[] values = new long[0];
    expect('(');
    while (!accept(')')) {
      values = Arrays.copyOf(values, values.length + 1);
      values[values.length - 1] = dimension();
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return values;
  }

  private long dimension() {
    skipSpace();
    int start = next;
    while (next < text.length() && text.charAt(next) >= '0' && text.charAt(next) <= '9') {
      next++;
    }
    require(next > start && next - start <= 18, "a dimension");
    long value = Long.parseLong(text.substring(start, next));
    // Python 2 wrote long integers with a trailing L.
    accept('L');
    return value;
  }

  private char peek() {
    skipSpace();
    return next < text.length() ? text.charAt(next) : '\0';
  }

  private boolean accept(char c) {
    if (peek() == c && next < text.length()) {
      next++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    require(accept(c), "'" + c + "'");
  }

  private void skipSpace() {
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
  }

  private void require(boolean met, String expected) {
    if (!met) {
      throw damaged(expected);
    }
  }

  private InputException damaged(String expected) {
    return new InputException(
        "%s has a damaged header: expected %s at character %d of '%s'; write the file again with numpy.save"
            .formatted(where, expected, next, text.strip().replaceAll("\\p{Cntrl}", " ")));
  }
}
