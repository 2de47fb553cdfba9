package org.equimodal.trainer.experiment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.run.RunLock;
import org.equimodal.trainer.training.Interruption;

/**
 * Gets runs finished: those that are there are taken, those that were begun are gone on with, the
 * others are trained, several at once. That is looked up when it is a run's turn, so another
 * command that wants the same runs from the same folder trains none of them twice: a run that it
 * has begun is waited for. Runs that learn from the same teachers wait for the first of them, which
 * trains the teachers, unless these are there.
 */
public final class RunQueue {

  private static final int MILLISECONDS_BETWEEN_LOOKS = 100;

  private final RunIndex index;
  private final Training.Starter starter;
  private final int parallel;
  private final Interruption interruption;

  /** Is told how it goes. */
  @FunctionalInterface
  public interface Progress {

    /**
     * A run has ended.
     *
     * @param run one of those wanted
     * @param outcome what became of it
     * @param time that was spent on it now; empty if it was there
     */
    void done(WantedRun run, Outcome outcome, Optional<Duration> time);
  }

  private record Running(WantedRun wanted, RunFolder folder, Training training, long start) {}

  /**
   * Prepares.
   *
   * @param index of the runs there are
   * @param starter of trainings
   * @param parallel how many at once
   * @param interruption a wish to stop
   */
  public RunQueue(
      RunIndex index, Training.Starter starter, int parallel, Interruption interruption) {
    this.index = index;
    this.starter = starter;
    this.parallel = parallel;
    this.interruption = interruption;
  }

  /**
   * Works until every run has ended one way or another. Runs of one hash are one run.
   *
   * @param runs in the order in which they shall be trained
   * @param progress is told of every run as it ends
   * @throws Interruption.StoppedException if it was asked to stop, after all trainings have saved
   */
  public void complete(Collection<WantedRun> runs, Progress progress) {
    List<WantedRun> waiting = new ArrayList<>();
    for (WantedRun run : distinct(runs)) {
      Optional<Outcome> there = index.outcome(run);
      if (there.isPresent()) {
        progress.done(run, there.get(), Optional.empty());
      } else {
        waiting.add(run);
      }
    }
    List<Running> running = new ArrayList<>();
    try {
      while (!waiting.isEmpty() || !running.isEmpty()) {
        start(waiting, running, progress);
        interruption.pause(MILLISECONDS_BETWEEN_LOOKS);
        if (interruption.isRequested()) {
          throw stopped();
        }
        for (Running ended : running.stream().filter(r -> r.training().hasEnded()).toList()) {
          running.remove(ended);
          Duration time = Duration.ofNanos(System.nanoTime() - ended.start());
          progress.done(ended.wanted(), outcome(ended), Optional.of(time));
        }
      }
    } finally {
      running.forEach(one -> one.training().stop());
      running.forEach(one -> one.training().await());
    }
  }

  private static Collection<WantedRun> distinct(Collection<WantedRun> runs) {
    Map<String, WantedRun> distinct = new LinkedHashMap<>();
    runs.forEach(run -> distinct.putIfAbsent(run.hash(), run));
    return distinct.values();
  }

  private void start(List<WantedRun> waiting, List<Running> running, Progress progress) {
    for (WantedRun run : List.copyOf(waiting)) {
      if (running.size() == parallel) {
        return;
      }
      if (index.hasTeachers(run) || running.stream().allMatch(other -> areApart(run, other))) {
        waiting.remove(run);
        Optional<RunFolder> unfinished = unfinished(run);
        if (unfinished.isPresent()) {
          running.add(start(run, unfinished.get()));
        } else {
          progress.done(run, index.outcome(run).orElseThrow(), Optional.empty());
        }
      }
    }
  }

  private static boolean areApart(WantedRun run, Running other) {
    return Collections.disjoint(run.teachers(), other.wanted().teachers());
  }

  private Running start(WantedRun run, RunFolder folder) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / parallel);
    Training training = starter.start(folder, run.settings(), threads);
    return new Running(run, folder, training, System.nanoTime());
  }

  /**
   * Where a run is to be trained; empty if another process has finished it meanwhile. The folder of
   * runs is locked as a run is, lest two processes that look at once begin the same run.
   */
  private Optional<RunFolder> unfinished(WantedRun run) {
    try (RunLock lock = interruption.awaitLock(RunFolder.at(index.runDir()).prepare())) {
      index.lookAgain();
      return index.outcome(run).isPresent()
          ? Optional.empty()
          : Optional.of(index.unfinished(run).orElseGet(() -> begin(run)));
    }
  }

  private RunFolder begin(WantedRun run) {
    RunFolder folder = RunFolder.create(index.runDir(), run.folderName());
    folder.writeConfig(run.settings().toYaml());
    return folder;
  }

  private Outcome outcome(Running ended) {
    Training.End end = ended.training().await();
    index.look(ended.folder());
    Optional<Outcome> result = index.outcome(ended.wanted());
    if (result.isPresent()) {
      return result.get();
    }
    if (end == Training.End.STOPPED) { // the signal came to the child first
      throw stopped();
    }
    return Outcome.without(end == Training.End.FINISHED ? Training.End.FAILED : end);
  }

  private static Interruption.StoppedException stopped() {
    return new Interruption.StoppedException("interrupted, everything is saved");
  }
}
