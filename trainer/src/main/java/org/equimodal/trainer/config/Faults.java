package org.equimodal.trainer.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.equimodal.datasets.InputException;

/**
 * The wording of configuration faults: {@code training.lambda2: must be >= 0, was -1 (set by
 * --set)}.
 */
final class Faults {

  private static final int LONGEST_VALUE = 80;

  private Faults() {}

  /** A fault of a key, from nowhere in particular. */
  static InputException at(String key, String reason) {
    return new InputException(key + ": " + reason);
  }

  /** A fault of a key, and who set it; a null origin is left out. */
  static InputException at(String key, String reason, String origin) {
    return at(key, origin == null ? reason : reason + " (set by " + origin + ")");
  }

  /** The reason for refusing a key: what was probably meant, else what there is. */
  static String unknown(String key, Collection<String> known) {
    return "unknown key, "
        + nearest(key, known)
            .map(Faults::didYouMean)
            .orElseGet(
                () ->
                    known.isEmpty()
                        ? "there are none here"
                        : "known here: " + String.join(", ", known));
  }

  /** The proposal of another key. */
  static String didYouMean(String key) {
    return "did you mean " + key + "?";
  }

  /** The known name that takes few edits to reach, if there is one. */
  static Optional<String> nearest(String name, Collection<String> known) {
    int tolerance = 1 + name.length() / 4;
    return known.stream()
        .filter(candidate -> edits(name, candidate) <= tolerance)
        .min(Comparator.comparingInt(candidate -> edits(name, candidate)));
  }

  /** A value as it reads in JSON, on one line. */
  static String was(JsonNode value) {
    String text = value.toString();
    return ", was "
        + (text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...");
  }

  /** Levenshtein's distance, upper and lower case being the same. */
  private static int edits(String from, String to) {
    String source = from.toLowerCase(Locale.ROOT);
    String target = to.toLowerCase(Locale.ROOT);
    int[] previous = new int[target.length() + 1];
    for (int column = 0; column <= target.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= source.length(); row++) {
      int[] current = new int[target.length() + 1];
      current[0] = row;
      for (int column = 1; column <= target.length(); column++) {
        int replaced =
            previous[column - 1] + (source.charAt(row - 1) == target.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
      }
      previous = current;
    }
    return previous[target.length()];
  }
}
