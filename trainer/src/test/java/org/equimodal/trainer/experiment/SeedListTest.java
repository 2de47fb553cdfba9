package org.equimodal.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedListTest {

  @Test
  void readsSeedsAndRanges() {
    assertThat(SeedList.parse("1..3")).containsExactly(1L, 2L, 3L);
    assertThat(SeedList.parse("7, 1..2,2")).containsExactly(7L, 1L, 2L);
    assertThat(SeedList.parse("5..5")).containsExactly(5L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | '' is neither",
        "1,,2 | '' is neither",
        "a | 'a' is neither",
        "-1 | '-1' is neither",
        "3..1 | 3..1 is empty",
        "1..9999999999 | more than 1000",
        "1...3 | '1...3' is neither"
      })
  void saysWhatIsWrong(String text, String part) {
    assertThatThrownBy(() -> SeedList.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--seeds " + text)
        .hasMessageContaining(part);
  }
}
