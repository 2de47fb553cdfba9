package org.equimodal.trainer.doctor;

import java.nio.charset.Charset;
import java.util.function.BooleanSupplier;

/**
 * Whether progress bars are shown, and whether tables can be written.
 *
 * @param terminal asks whether output goes to a terminal
 * @param charset of what is printed
 */
public record TerminalCheck(BooleanSupplier terminal, Charset charset) implements Check {

  private static final String SIGNS = "±−";

  @Override
  public String name() {
    return "terminal";
  }

  @Override
  public Outcome look() {
    if (!charset.newEncoder().canEncode(SIGNS)) {
      return Outcome.warning(
          "%s has no %s; set LC_ALL=C.UTF-8".formatted(charset, "plus-minus and minus signs"));
    }
    return Outcome.ok(
        (terminal.getAsBoolean() ? "a terminal, with progress bars" : "none, so no progress bars")
            + ", "
            + charset);
  }
}
