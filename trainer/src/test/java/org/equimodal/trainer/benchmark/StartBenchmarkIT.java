package org.equimodal.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packed program, started and stopped after its first step. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StartBenchmarkIT {

  @Test
  void measuresAStart() {
    StartBenchmark start =
        new StartBenchmark(
            Path.of(System.getProperty("trainer.jar")),
            List.of("train", "--dataset", "sample", "--method", "plain"));
    assertThat(start.skipped()).isEmpty();
    Measurements measurements = start.measure(1);
    assertThat(measurements.figures()).hasSize(1);
    Figure first = measurements.figures().get(0);
    assertThat(first.part()).isEqualTo(Part.FIRST_STEP);
    assertThat(first.milliseconds().median()).isBetween(100.0, 300_000.0);
  }
}
