package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.report.WrittenRuns;
import org.equimodal.trainer.run.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long runs took that were interrupted; each teacher that has finished took 3 s. */
class RunClockTest {

  @TempDir Path folder;

  private RunFolder run;

  @BeforeEach
  void interruptAfterTheTeachers() throws Exception {
    run = new WrittenRuns(folder, "toys").ckd("run");
    Files.delete(run.path().resolve("result.json"));
  }

  private static void save(RunFolder run, String seconds) throws Exception {
    Files.createDirectories(run.checkpoint());
    Files.createFile(run.checkpoint().resolve("resume-1-2.safetensors"));
    Files.writeString(
        run.checkpoint().resolve("state.json"),
        ("{\"complete\": false, \"epoch\": 1, \"batch\": 2, \"bestEpoch\": 0, \"bestValue\": 0,"
                + " \"validationsWithoutGain\": 0, \"bestValidation\": {}, %s}")
            .formatted(seconds));
  }

  /** Seconds of a run, a second and a half after a process has taken it up. */
  private static double seconds(RunFolder run) {
    Iterator<Long> times = List.of(7_000_000_000L, 8_500_000_000L).iterator();
    return new RunClock(run, times::next).seconds();
  }

  @Test
  void teachersThatWereTrainedBeforeCount() {
    assertThat(seconds(run)).isEqualTo(3 + 3 + 1.5);
  }

  @Test
  void soDoesOneThatWasBegun() throws Exception {
    RunFolder begun = run.teacher(new Modality(0, "textual"));
    Files.delete(begun.path().resolve("result.json"));
    assertThat(seconds(run)).isEqualTo(3 + 1.5);
    save(begun, "\"trainSeconds\": 10, \"totalSeconds\": 20");
    assertThat(seconds(run)).isEqualTo(3 + 20 + 1.5);
    assertThat(seconds(begun)).isEqualTo(20 + 1.5);
  }

  @Test
  void aStudentsStateHasCountedItsTeachers() throws Exception {
    save(run, "\"trainSeconds\": 10, \"totalSeconds\": 20");
    assertThat(seconds(run)).isEqualTo(20 + 1.5);
  }

  @Test
  void anOldStateTellsNothing() throws Exception {
    save(run, "\"trainSeconds\": 10");
    assertThat(seconds(run)).isEqualTo(1.5);
  }

  @Test
  void whatCannotBeReadIsNotCounted() throws Exception {
    Files.writeString(run.path().resolve("teachers/visual/result.json"), "{}");
    assertThat(seconds(run)).isEqualTo(3 + 1.5);
  }
}
