package org.equimodal.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.tensor.Cost;
import org.junit.jupiter.api.Test;

/** Floors from costs, and a machine measured between other things. */
class MachineTest {

  private static final Machine MACHINE = new Machine(2e9, 1e9);

  @Test
  void anOperationTakesTheLongerOfItsTwoTimes() {
    assertThat(MACHINE.floor(new Cost(4_000_000, 1_000_000))).isEqualTo(2, within(1e-12));
    assertThat(MACHINE.floor(new Cost(4_000_000, 3_000_000))).isEqualTo(3, within(1e-12));
  }

  @Test
  void operationsTakeTheSumOfTheirTimes() {
    List<Cost> both = List.of(new Cost(4_000_000, 0), new Cost(0, 3_000_000));
    assertThat(MACHINE.floor(both)).isEqualTo(5, within(1e-12));
    assertThat(MACHINE.floor(List.of())).isZero();
  }

  @Test
  void roundsMeasureItToo() {
    double[] next = {100};
    Rounds<String> rounds =
        Rounds.measure(Device.cpu(), 2, 3, round -> round.put("counter", next[0]++));
    assertThat(rounds.milliseconds()).isEqualTo(Map.of("counter", List.of(102.0, 103.0, 104.0)));
    assertThat(rounds.machine().flopsPerSecond()).isPositive();
    assertThat(rounds.machine().bytesPerSecond()).isPositive();
  }
}
