package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastWordsTest {

  private static String of(String text) {
    LastWords words = new LastWords();
    text.lines().forEach(words::accept);
    return words.text();
  }

  @Test
  void areTheLastLineThatSaysAnything() {
    assertThat(of("")).isEmpty();
    assertThat(of("one\n  two \n\n")).isEqualTo("two");
  }

  /** As OpenJDK 17 prints it. */
  @Test
  void ofAJvmAreWhatItDiedOf() {
    assertThat(
            of(
                """
                OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0x7ec7, 96, 0) failed;
                #
                # There is insufficient memory for the Java Runtime Environment to continue.
                # Native memory allocation (mmap) failed to map 96 bytes.
                # An error report file with more information is saved as:
                # /tmp/hs_err_pid11667.log
                """))
        .isEqualTo(
            "There is insufficient memory for the Java Runtime Environment to continue. Native"
                + " memory allocation (mmap) failed to map 96 bytes.");
  }
}
