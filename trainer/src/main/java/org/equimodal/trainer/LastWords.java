package org.equimodal.trainer;

import java.util.ArrayList;
import java.util.List;

/**
 * What a process that ended badly said last. A JVM that cannot go on says why in lines that begin
 * with {@code #}, the first two of which tell most; they count more than the last line, which names
 * its own report.
 */
final class LastWords {

  private static final String OF_JVM = "#";
  private static final int LINES_OF_JVM = 2;

  private final List<String> ofJvm = new ArrayList<>();
  private String last = "";

  /** Takes the next line. */
  synchronized void accept(String line) {
    boolean isOfJvm = line.startsWith(OF_JVM);
    String words = (isOfJvm ? line.substring(OF_JVM.length()) : line).strip();
    if (isOfJvm && ofJvm.size() < LINES_OF_JVM && !words.isEmpty()) {
      ofJvm.add(words);
    }
    last = words.isEmpty() ? last : words;
  }

  /** In one line; empty if nothing was said. */
  synchronized String text() {
    return ofJvm.isEmpty() ? last : String.join(" ", ofJvm);
  }
}
