package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryBudgetTest {

  /** In MiB. */
  @ParameterizedTest
  @CsvSource({
    "0, 64",
    "100, 64",
    "256, 64",
    "1000, 250",
    "8192, 2048",
    "16384, 4096",
    "143000, 4096"
  })
  void isAQuarterOfWhatIsFreeWithinBounds(long free, long budget) {
    assertThat(MemoryBudget.ofFree(free << 20)).isEqualTo(budget << 20);
  }

  @Test
  void isFixedOnTheCpu() {
    assertThat(MemoryBudget.of(Device.cpu())).isEqualTo(128L << 20);
  }
}
