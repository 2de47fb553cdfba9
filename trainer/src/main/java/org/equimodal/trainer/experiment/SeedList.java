package org.equimodal.trainer.experiment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.equimodal.datasets.InputException;

/** Seeds as they are written on the command line: {@code 1..3,7}. */
public final class SeedList {

  private static final Pattern PART = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");
  private static final int MOST = 1000;

  private SeedList() {}

  /**
   * Reads a list of seeds and ranges of them, both ends included.
   *
   * @return each seed once, in the order given
   * @throws InputException if it is none
   */
  public static List<Long> parse(String text) {
    Set<Long> seeds = new LinkedHashSet<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      if (!matcher.matches()) {
        throw fault(text, "'" + part.strip() + "' is neither a seed nor a range of seeds");
      }
      long first = Long.parseLong(matcher.group(1));
      long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
      if (last < first) {
        throw fault(text, "the range " + part.strip() + " is empty");
      }
      if (last - first >= MOST - seeds.size()) {
        throw fault(text, "more than " + MOST + " seeds");
      }
      for (long seed = first; seed <= last; seed++) {
        seeds.add(seed);
      }
    }
    return List.copyOf(seeds);
  }

  private static InputException fault(String text, String reason) {
    return new InputException(
        "--seeds " + text + ": " + reason + "; give for instance 1..5 or 1,2,7");
  }
}
