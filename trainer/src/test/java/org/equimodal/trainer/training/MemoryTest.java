package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.equimodal.trainer.Invocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training after training in one process does not take more and more memory. */
class MemoryTest {

  @TempDir Path folder;

  /** What trainings leave adds up; the heap of Java and what compilers take come and go. */
  @Test
  void theLastTrainingsTakeNoMoreThanTheFirst() {
    assumeTrue(PeakMemory.residentMiB("VmRSS") > 0, "this system does not tell resident memory");
    long early = Long.MAX_VALUE;
    long late = Long.MAX_VALUE;
    for (int training = 1; training <= 8; training++) {
      Invocation invocation =
          Invocation.succeed(
              "--dataset",
              "sample",
              "--epochs",
              "3",
              "--set",
              "training.evaluateEvery=1",
              "--run-dir",
              folder.resolve("runs-" + training).toString());
      assertThat(invocation.run().resolve("teachers")).exists();
      PeakMemory.forget();
      long now = PeakMemory.residentMiB("VmRSS");
      if (training >= 2 && training <= 4) {
        early = Math.min(early, now);
      }
      if (training >= 6) {
        late = Math.min(late, now);
      }
    }
    assertThat(late).as("MiB after the last").isLessThanOrEqualTo(early * 105 / 100);
  }

  @Test
  void thePeakIsNotBelowThePresent() {
    assumeTrue(PeakMemory.residentMiB("VmRSS") > 0, "this system does not tell resident memory");
    long present = PeakMemory.residentMiB("VmRSS");
    assertThat(PeakMemory.residentMiB("VmHWM")).isGreaterThanOrEqualTo(present);
    assertThat(PeakMemory.residentMiB("VmNothing")).isZero();
  }
}
