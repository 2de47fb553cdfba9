package org.equimodal.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.Interruption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which runs are trained, and which at once; a training here ends when it is looked at. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RunQueueTest {

  @TempDir Path runDir;

  private final Interruption interruption = new Interruption();
  private final List<String> events = new ArrayList<>();
  private final Map<String, Training.End> ends = new LinkedHashMap<>();
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private final Map<String, Boolean> wasThere = new LinkedHashMap<>();
  private Runnable meanwhile = () -> {};
  private HandMadeRuns runs;
  private List<WantedRun> wanted;

  @BeforeEach
  void choosePlace() {
    runs = new HandMadeRuns(runDir, "sample");
  }

  /** Ends at the second look, finished unless {@link #ends} says otherwise. */
  private final class Short implements Training {

    private final RunFolder run;
    private final WantedRun job;
    private int looks;

    Short(RunFolder run, Settings settings) {
      this.run = run;
      this.job =
          wanted.stream().filter(one -> one.settings().equals(settings)).findFirst().orElseThrow();
      events.add("+" + name());
    }

    private String name() {
      return job.cell().method() + job.cell().seed();
    }

    @Override
    public boolean hasEnded() {
      meanwhile.run();
      meanwhile = () -> {};
      looks++;
      return looks > 1;
    }

    @Override
    public void stop() {
      events.add("stop " + name());
    }

    @Override
    public End await() {
      events.add("-" + name());
      End end = ends.getOrDefault(name(), End.FINISHED);
      if (end == End.FINISHED) {
        runs.finish(run, job, 0.5);
      }
      return end;
    }
  }

  private void complete(int parallel, WantedRun... all) {
    wanted = List.of(all);
    new RunQueue(
            new RunIndex(runDir),
            (run, settings, threads) -> new Short(run, settings),
            parallel,
            interruption)
        .complete(
            wanted,
            (run, outcome, time) -> {
              String name = run.cell().method() + run.cell().seed();
              outcomes.put(name, outcome);
              wasThere.put(name, time.isEmpty());
            });
  }

  private long folders() throws Exception {
    try (Stream<Path> all = Files.list(runDir)) {
      return all.filter(Files::isDirectory).count();
    }
  }

  @Test
  void trainsOneAfterAnother() {
    complete(1, runs.wanted("vbpr", "plain", 1), runs.wanted("vbpr", "plain", 2));
    assertThat(events).containsExactly("+plain1", "-plain1", "+plain2", "-plain2");
    assertThat(outcomes.values()).allMatch(Outcome::isFinished);
  }

  @Test
  void trainsSeveralAtOnce() {
    complete(2, runs.wanted("vbpr", "plain", 1), runs.wanted("vbpr", "plain", 2));
    assertThat(events).startsWith("+plain1", "+plain2");
  }

  @Test
  void whatIsThereIsNotTrained() throws Exception {
    runs.finish(runs.wanted("vbpr", "plain", 1), 0.5);
    complete(1, runs.wanted("vbpr", "plain", 1), runs.wanted("vbpr", "plain", 2));
    assertThat(events).containsExactly("+plain2", "-plain2");
    assertThat(wasThere).containsEntry("plain1", true).containsEntry("plain2", false);
    assertThat(folders()).isEqualTo(2);
  }

  @Test
  void whatWasBegunIsGoneOnWith() throws Exception {
    runs.begin(runs.wanted("vbpr", "plain", 1));
    complete(1, runs.wanted("vbpr", "plain", 1));
    assertThat(folders()).isEqualTo(1);
    assertThat(outcomes.get("plain1").isFinished()).isTrue();
  }

  @Test
  void whatAnotherCommandHasFinishedMeanwhileIsTaken() throws Exception {
    WantedRun second = runs.wanted("vbpr", "plain", 2);
    meanwhile = () -> runs.finish(second, 0.5);
    complete(1, runs.wanted("vbpr", "plain", 1), second);
    assertThat(events).containsExactly("+plain1", "-plain1");
    assertThat(wasThere).containsEntry("plain2", true);
    assertThat(folders()).isEqualTo(2);
  }

  @Test
  void whatAnotherCommandHasBegunMeanwhileIsGoneOnWith() throws Exception {
    WantedRun second = runs.wanted("vbpr", "plain", 2);
    meanwhile = () -> runs.begin(second);
    complete(1, runs.wanted("vbpr", "plain", 1), second);
    assertThat(events).containsExactly("+plain1", "-plain1", "+plain2", "-plain2");
    assertThat(folders()).isEqualTo(2);
  }

  /** As a process that waits for the lock of its run does. */
  private final class Waiting implements Training {

    private final RunFolder run;
    private final WantedRun job;

    Waiting(RunFolder run, Settings settings) {
      this.run = run;
      this.job =
          wanted.stream().filter(one -> one.settings().equals(settings)).findFirst().orElseThrow();
    }

    @Override
    public boolean hasEnded() {
      return true;
    }

    @Override
    public void stop() {}

    @Override
    public End await() {
      synchronized (runs) {
        if (!run.isFinished()) {
          runs.finish(run, job, 0.5);
          events.add(run.path().getFileName().toString());
        }
      }
      return End.FINISHED;
    }
  }

  @Test
  void twoCommandsAtOnceTrainEveryRunOnce() throws Exception {
    wanted = LongStream.range(0, 5).mapToObj(seed -> runs.wanted("vbpr", "ckd", seed)).toList();
    List<Callable<Integer>> commands = new ArrayList<>();
    for (int command = 0; command < 2; command++) {
      RunQueue queue =
          new RunQueue(new RunIndex(runDir), (run, s, n) -> new Waiting(run, s), 2, interruption);
      commands.add(
          () -> {
            List<Outcome> ended = new ArrayList<>();
            queue.complete(wanted, (run, outcome, time) -> ended.add(outcome));
            assertThat(ended).hasSize(5).allMatch(Outcome::isFinished);
            return ended.size();
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<Integer> command : threads.invokeAll(commands)) {
        assertThat(command.get()).isEqualTo(5);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(events).hasSize(5);
    assertThat(folders()).isEqualTo(5);
  }

  @Test
  void runsOfOneHashAreOne() throws Exception {
    complete(2, runs.wanted("vbpr", "plain", 1), runs.wanted("vbpr", "plain", 1));
    assertThat(folders()).isEqualTo(1);
  }

  @Test
  void thoseWithTheSameTeachersWaitForEachOther() {
    WantedRun ckd = runs.wanted("vbpr", "ckd", 1);
    WantedRun variant =
        runs.wanted(
            new Cell("sample", "vbpr", "ckd", 1),
            List.of(new Sources.Flag("--set", "ckd.lambdaG", 1)));
    assertThat(variant.teachers()).isEqualTo(ckd.teachers());
    complete(3, ckd, variant, runs.wanted("vbpr", "plain", 1), runs.wanted("vbpr", "ckd", 2));
    assertThat(events.subList(0, 3)).containsExactly("+ckd1", "+plain1", "+ckd2");
    assertThat(events.lastIndexOf("+ckd1")).isGreaterThan(events.indexOf("-ckd1"));
  }

  @Test
  void theRestGoesOnWhenOneFails() {
    ends.put("plain1", Training.End.DIVERGED);
    ends.put("plain2", Training.End.FAILED);
    complete(
        1,
        runs.wanted("vbpr", "plain", 1),
        runs.wanted("vbpr", "plain", 2),
        runs.wanted("vbpr", "plain", 3));
    assertThat(outcomes.get("plain1").text()).isEqualTo("diverged");
    assertThat(outcomes.get("plain2").text()).isEqualTo("failed: see log");
    assertThat(outcomes.get("plain3").isFinished()).isTrue();
  }

  @Test
  void aSignalStopsAllAfterSaving() {
    interruption.request();
    assertThatThrownBy(
            () -> complete(2, runs.wanted("vbpr", "plain", 1), runs.wanted("vbpr", "plain", 2)))
        .isInstanceOf(Interruption.StoppedException.class);
    assertThat(events)
        .containsExactly("+plain1", "+plain2", "stop plain1", "stop plain2", "-plain1", "-plain2");
  }
}
