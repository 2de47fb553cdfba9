package org.equimodal.trainer.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.Checkpoint;
import org.equimodal.trainer.run.RunFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs below a folder, by what they are and not by what they are called. */
public final class RunIndex {

  private static final Logger logger = LoggerFactory.getLogger(RunIndex.class);

  private final Path runDir;
  private final Map<String, RunFolder> finished = new HashMap<>();
  private final Map<Path, Settings> unfinished = new TreeMap<>();
  private final Set<String> teachers = new HashSet<>();

  /**
   * Reads the manifests and configurations of all runs there are.
   *
   * @param runDir the folder of runs, which need not exist
   */
  public RunIndex(Path runDir) {
    this.runDir = runDir;
    lookAgain();
  }

  /** Reads all runs once more: some may have come, gone or finished, trained by other processes. */
  void lookAgain() {
    finished.clear();
    unfinished.clear();
    teachers.clear();
    if (!Files.isDirectory(runDir)) {
      return;
    }
    try (Stream<Path> runs = Files.list(runDir)) {
      runs.sorted().map(RunFolder::at).forEach(this::look);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where runs are. */
  public Path runDir() {
    return runDir;
  }

  /** Reads a run that may have changed; whatever cannot be read is not there. */
  void look(RunFolder run) {
    unfinished.remove(run.path());
    if (!Files.isRegularFile(run.config())) {
      return;
    }
    try {
      if (run.isFinished()) {
        run.readResult();
        finished.putIfAbsent(run.readManifest().trainingHash(), run); // the oldest stays
      } else {
        unfinished.put(
            run.path(), Configuration.read(run.config(), id -> Backbones.get(id).settingsType()));
      }
      lookForTeachers(run);
    } catch (InputException e) {
      logger.debug("{} is not looked at", run.path(), e);
    }
  }

  private void lookForTeachers(RunFolder run) {
    run.teachers().stream()
        .filter(teacher -> teacher.isFinished() && new Checkpoint(teacher).hasModel())
        .forEach(teacher -> teachers.add(teacher.readManifest().trainingHash()));
  }

  /** A finished run that is the one wanted, unless it has gone since the last look. */
  public Optional<RunFolder> finished(WantedRun wanted) {
    return Optional.ofNullable(finished.get(wanted.hash())).filter(RunFolder::isFinished);
  }

  /** What a run that is there came to. */
  public Optional<Outcome> outcome(WantedRun wanted) {
    return finished(wanted).map(run -> Outcome.finished(new FinishedRun(run)));
  }

  /** What would be done for a run, in words. */
  public String plan(WantedRun wanted) {
    return finished(wanted)
        .map(run -> "is there, " + run.path())
        .or(() -> unfinished(wanted).map(run -> "will be gone on with, " + run.path()))
        .orElse("will be trained");
  }

  /** A run that was begun with the same settings, places aside, on the same data. */
  public Optional<RunFolder> unfinished(WantedRun wanted) {
    Settings settings = wanted.settings();
    return unfinished.entrySet().stream()
        .filter(
            entry ->
                entry
                    .getValue()
                    .at(settings.dataDir(), settings.runDir(), settings.device())
                    .equals(settings))
        .map(entry -> RunFolder.at(entry.getKey()))
        .filter(run -> isOf(run, wanted))
        .findFirst();
  }

  /** Whether what a run has got to so far has the hashes wanted. */
  private static boolean isOf(RunFolder run, WantedRun wanted) {
    boolean sameTeachers =
        wanted.teacherHashes().entrySet().stream()
            .allMatch(entry -> has(run.teacher(entry.getKey()), entry.getValue()));
    return sameTeachers && has(run, wanted.hash());
  }

  private static boolean has(RunFolder run, String hash) {
    try {
      return !run.hasManifest() || run.readManifest().trainingHash().equals(hash);
    } catch (InputException e) {
      return false;
    }
  }

  /** Whether all its teachers are there, in whichever runs. */
  boolean hasTeachers(WantedRun wanted) {
    return teachers.containsAll(List.copyOf(wanted.teachers()));
  }
}
