package org.equimodal.trainer;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where results are printed: in UTF-8, whatever the locale, so that ids stay what they are. */
final class StandardOutput {

  private StandardOutput() {}

  /** A writer to it, flushed with every line. */
  static PrintWriter writer() {
    return new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
  }

  /** Whether something that was printed, and flushed, did not come through. */
  static boolean isLost() {
    return System.out.checkError();
  }
}
