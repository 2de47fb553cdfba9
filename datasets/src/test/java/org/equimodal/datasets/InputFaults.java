package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks that bad input is refused in one line that says what the user needs. */
public final class InputFaults {
  private InputFaults() {}

  /**
   * Checks what a call throws.
   *
   * @param parts of the message
   */
  public static void assertRefused(ThrowingCallable call, String... parts) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(InputException.class);
    assertThat(thrown.getMessage()).contains(parts).doesNotContain("\n", "\r", "null");
  }
}
