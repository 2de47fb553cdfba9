package org.equimodal.trainer.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.equimodal.trainer.tuning.SuccessiveHalving.Rung;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuccessiveHalvingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "27 | 81 | 27x3 9x9 3x27 1x81",
        "10 | 60 | 10x6 3x20 1x60",
        "2 | 60 | 2x60",
        "27 | 4 | 27x1 9x4",
        "1 | 1 | 1x1"
      })
  void aThirdStaysForThreeTimesTheEpochs(int candidates, int epochs, String expected) {
    List<Rung> rungs = SuccessiveHalving.rungs(candidates, epochs);
    assertThat(rungs.stream().map(r -> r.candidates() + "x" + r.epochs().orElseThrow()))
        .containsExactly(expected.split(" "));
  }
}
