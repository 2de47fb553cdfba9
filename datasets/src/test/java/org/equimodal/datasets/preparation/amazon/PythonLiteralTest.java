package org.equimodal.datasets.preparation.amazon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.datasets.InputFaults.assertRefused;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode parse(String text) {
    return new PythonLiteral("meta.json, line 7", text).parse();
  }

  private static String string(String text) {
    return parse(text).textValue();
  }

  @Test
  void readsALineOfMetadata() throws JsonProcessingException {
    JsonNode line =
        parse(
            "{'asin': '0000000868', 'imUrl': \"http://ecx/l.jpg\", 'price': 9.95, 'title': \"Dad's\","
                + " 'salesRank': {'Baby': 1201, 'Toys & Games': -3}, 'hidden': None, 'new': True,"
                + " 'used': False, 'categories': [['Baby', 'Gear'], []], 'pair': (1, 'b',), }");
    JsonNode expected =
        JSON.readTree(
            """
            {"asin": "0000000868", "imUrl": "http://ecx/l.jpg", "price": 9.95, "title": "Dad's",
            "salesRank": {"Baby": 1201, "Toys & Games": -3}, "hidden": null, "new": true,
            "used": false, "categories": [["Baby", "Gear"], []], "pair": [1, "b"]}
            """);
    assertThat(line).hasToString(expected.toString());
  }

  @Test
  void readsEscapes() {
    assertThat(string("'it\\'s \\\"so\\\" \\\\n'")).isEqualTo("it's \"so\" \\n");
    assertThat(string("'\\a\\b\\f\\n\\r\\t\\v'")).isEqualTo("\u0007\b\f\n\r\t\u000B");
    assertThat(string("'caf\\xe9 \\u2122 \\U0001F600 \\ud83d\\ude00'"))
        .isEqualTo("caf\u00e9 \u2122 \ud83d\ude00 \ud83d\ude00");
    assertThat(string("'\\0 \\7 \\101 \\1019'")).isEqualTo("\0 \u0007 A A9");
    assertThat(string("'\\d \\/ \\''")).as("no escape, and a quote").isEqualTo("\\d \\/ '");
    assertThat(string("u'\\xe9'")).isEqualTo("\u00e9");
    assertThat(string("\"\u00e9 'x'\"")).isEqualTo("\u00e9 'x'");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "-12,-12", "+5,5", "7L,7", "123456789012345678,123456789012345678"})
  void readsWholeNumbers(String text, long value) {
    assertThat(parse(text).isIntegralNumber()).isTrue();
    assertThat(parse(text).longValue()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9.949999999999999", "1e-05", "-.5", "3.", "1E3", "123456789012345678901"})
  void readsFractions(String text) {
    assertThat(parse(text).doubleValue()).isEqualTo(Double.parseDouble(text));
  }

  /** Whatever text there is, what Python's repr writes of it is read back. */
  @RepeatedTest(50)
  void readsBackWhatReprWrites(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    StringBuilder text = new StringBuilder();
    for (int k = random.nextInt(30); k > 0; k--) {
      text.appendCodePoint(
          switch (random.nextInt(4)) {
            case 0 -> "'\"\\{}[],:\n\t\0".codePointAt(random.nextInt(12));
            case 1 -> 0xA0 + random.nextInt(0x5F);
            case 2 -> 0x1F300 + random.nextInt(0x100);
            default -> ' ' + random.nextInt(95);
          });
    }
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    written.put(text.toString(), text.toString());
    String repr = repr(text.toString());
    assertThat(parse("{" + repr + ": " + repr + "}")).isEqualTo(written);
  }

  /** As {@code repr} of Python 2 does for a text beyond ASCII. */
  private static String repr(String text) {
    char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
    StringBuilder repr = new StringBuilder("u").append(quote);
    text.codePoints()
        .forEach(
            code -> {
              if (code == quote || code == '\\') {
                repr.append('\\').appendCodePoint(code);
              } else if (code == '\n' || code == '\t') {
                repr.append(code == '\n' ? "\\n" : "\\t");
              } else if (code < ' ' || code > '~') {
                repr.append(
                    code > 0xFFFF
                        ? "\\U%08x".formatted(code)
                        : code > 0xFF ? "\\u%04x".formatted(code) : "\\x%02x".formatted(code));
              } else {
                repr.appendCodePoint(code);
              }
            });
    return repr.append(quote).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a': 1       | column 8: found the end of the line, expected ',' or '}'",
        "{'a': 'b      | column 7: found ''b', expected a string that ends",
        "{'a' 1}       | column 6: found '1}', expected ':'",
        "{1: 2}        | column 3: found ': 2}', expected a text as key",
        "[1 2]         | column 4: found '2]', expected ',' or ']'",
        "[1] x         | column 5: found 'x', expected nothing more",
        "{'a': nan}    | column 7: found 'nan}', expected a value of Python",
        "{'a': u}      | column 8: found '}', expected a string",
        "['\\xg1']     | column 5: found 'g1']', expected 2 hexadecimal digits",
        "['\\u12']     | column 5: found '12']', expected 4 hexadecimal digits",
        "['\\Uffffffff'] | expected a character of Unicode",
        "[-]           | column 2: found '-]', expected a number",
        "<html>        | column 1: found '<html>', expected a value of Python"
      })
  void refusesWhatIsNoLiteral(String text, String message) {
    assertRefused(() -> parse(text), "meta.json, line 7, ", message, "download the file again");
  }

  @Test
  void refusesTooManyBrackets() {
    assertRefused(() -> parse("[".repeat(100_000)), "at most 100 brackets in each other");
  }
}
