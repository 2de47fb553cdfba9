package org.equimodal.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training says of its first step; the start itself takes the packed program. */
class StartBenchmarkTest {

  private static BufferedReader log(String text) {
    return new BufferedReader(new StringReader(text));
  }

  @Test
  void readsWhenTheFirstStepWasDone() throws Exception {
    String text = "run runs/sample-1\nfirst step after 2.75 s\nteacher.visual epoch=1\n";
    assertThat(StartBenchmark.seconds(log(text))).isEqualTo(2.75);
  }

  @Test
  void tellsOfATrainingThatDidNotGetThatFar() {
    assertThatThrownBy(() -> StartBenchmark.seconds(log("run x\nerror: device: no GPU\n")))
        .hasMessageContaining("before its first step")
        .hasMessageContaining("error: device: no GPU");
    assertThatThrownBy(() -> StartBenchmark.seconds(log(""))).hasMessageContaining("nothing");
  }

  @Test
  void isSkippedWithoutItsData(@TempDir Path data) {
    StartBenchmark start = new StartBenchmark(data.resolve("lastfm"), List.of("false"));
    StartBenchmark.Outcome outcome = start.measure(3);
    assertThat(outcome.skipped()).hasValue("no lastfm in " + data);
    assertThat(outcome.measurements().figures()).isEmpty();
  }

  @Test
  void isSkippedIfItFails(@TempDir Path data) {
    StartBenchmark.Outcome missing =
        new StartBenchmark(data, List.of(data.resolve("nothing").toString())).measure(3);
    assertThat(missing.skipped()).hasValueSatisfying(why -> assertThat(why).contains("nothing"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    StartBenchmark.Outcome failed = new StartBenchmark(data, List.of(java, "-version")).measure(3);
    assertThat(failed.skipped())
        .hasValueSatisfying(why -> assertThat(why).contains("ended before its first step"));
    assertThat(failed.measurements().figures()).isEmpty();
  }
}
