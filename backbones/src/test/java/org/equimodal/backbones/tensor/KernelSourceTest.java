package org.equimodal.backbones.tensor;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the text of the kernels says of waiting for a GPU. */
class KernelSourceTest {

  private static final Pattern METHOD = Pattern.compile("def (\\w+)\\(");

  /** A number read on the host, or a shape that depends on values; and of what. */
  private static final Pattern READING =
      Pattern.compile(
          "\\b(?:int|float|bool|item|nonzero|masked_select|unique\\w*)\\((?:torch\\.select\\()?(\\w+)");

  /** Kernel and argument, and why it waits for no step. */
  private static final Map<String, String> MAY_READ =
      Map.ofEntries(
          entry("margins batch", "on the host"),
          entry("node_margins batch", "on the host"),
          entry("node_margins users", "on the host"),
          entry("lazy_adam settings", "on the host"),
          entry("lazy_settle settings", "on the host"),
          entry("missed_moves settings", "on the host"),
          entry("gradients head", "of the tape, which is on the host"),
          entry("gradients entry", "likewise"),
          entry("adam settings", "on the host"),
          entry("upload index", "on the host"),
          entry("rank sizes", "on the host"),
          entry("rank tied", "evaluation: how many users have ties at the cut"));

  @Test
  void onlyHostArraysAreReadOnTheHost() throws IOException {
    Set<String> read = new TreeSet<>();
    String method = "";
    for (String line : source().lines().toList()) {
      Matcher definition = METHOD.matcher(line);
      if (definition.find()) {
        method = definition.group(1);
      }
      Matcher reading = READING.matcher(line);
      while (reading.find()) {
        read.add(method + " " + reading.group(1));
      }
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(MAY_READ.keySet());
  }

  private static String source() throws IOException {
    try (InputStream file = KernelSourceTest.class.getResourceAsStream("/kernels/kernels.py")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
