package org.equimodal.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packed program, started and stopped after its first step. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class StartBenchmarkIT {

  @Test
  void measuresAStart(@TempDir Path data) {
    StartBenchmark start =
        new StartBenchmark(
            data,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("trainer.jar"),
                "train",
                "--dataset",
                "sample",
                "--method",
                "plain"));
    StartBenchmark.Outcome outcome = start.measure(1);
    assertThat(outcome.skipped()).isEmpty();
    Measurements measurements = outcome.measurements();
    assertThat(measurements.figures()).hasSize(1);
    Figure first = measurements.figures().get(0);
    assertThat(first.part()).isEqualTo(Part.FIRST_STEP);
    assertThat(first.milliseconds().median()).isBetween(100.0, 300_000.0);
  }
}
