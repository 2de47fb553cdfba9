package org.equimodal.trainer.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.Checkpoint;
import org.equimodal.trainer.run.Manifest;
import org.equimodal.trainer.run.RunFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the teachers that a run need not train: those of the run named by the user, else those
 * it had before it was interrupted or others of the same hash, else those of any run whose hash
 * says that they are the very training asked for.
 */
final class TeacherSearch {

  private static final Logger logger = LoggerFactory.getLogger(TeacherSearch.class);

  private final Settings settings;
  private final Dataset dataset;
  private final Optional<Path> named;
  private final RunFolder run;

  /**
   * Prepares.
   *
   * @param settings of the run
   * @param dataset already read
   * @param named a run whose teachers shall be used
   * @param run the run that needs teachers
   */
  TeacherSearch(Settings settings, Dataset dataset, Optional<Path> named, RunFolder run) {
    this.settings = settings;
    this.dataset = dataset;
    this.named = named;
    this.run = run;
  }

  /** Where the teachers are that need not be trained. */
  Map<Modality, RunFolder> find() {
    Map<Modality, RunFolder> found = new LinkedHashMap<>();
    for (Modality modality : dataset.modalities()) {
      find(modality).ifPresent(teacher -> found.put(modality, teacher));
    }
    return found;
  }

  private Optional<RunFolder> find(Modality modality) {
    String hash = TrainingHash.teacher(settings, dataset.hash(), Role.teacher(modality));
    if (named.isPresent()) {
      RunFolder teacher = named(named.get(), modality, dataset.hash());
      if (!teacher.readManifest().trainingHash().equals(hash)) {
        logger.info(
            "teacher {}: {} of {}, trained with other settings than this run's",
            modality,
            teacher.readResult().backbone(),
            teacher.path());
      }
      return Optional.of(teacher);
    }
    if (run.hasManifest()) {
      return Optional.of(before(modality));
    }
    return ofAnyRun(modality, hash);
  }

  /** A teacher of this hash in this run, else in the latest run beside it that has one. */
  private Optional<RunFolder> ofAnyRun(Modality modality, String hash) {
    Path own = run.path().toAbsolutePath().normalize();
    try (Stream<Path> runs = Files.list(own.getParent())) {
      Stream<Path> ownFirst = Stream.concat(Stream.of(own), runs.sorted((a, b) -> b.compareTo(a)));
      Optional<RunFolder> found =
          ownFirst
              .map(path -> RunFolder.at(path).teacher(modality))
              .filter(teacher -> isReusable(teacher, hash))
              .findFirst();
      found.ifPresent(teacher -> logger.info("teacher {}: reusing {}", modality, teacher.path()));
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a folder holds the very teacher; whatever cannot be read does not. */
  static boolean isReusable(RunFolder teacher, String hash) {
    try {
      if (!teacher.isFinished()) {
        return false;
      }
      teacher.readResult(); // as whoever learns from it will
      return new Checkpoint(teacher).hasModel()
          && teacher.readManifest().trainingHash().equals(hash);
    } catch (InputException e) {
      logger.debug("{} is not looked at", teacher.path(), e);
      return false;
    }
  }

  /** The teacher that the student had before it was interrupted, or the same training elsewhere. */
  private RunFolder before(Modality modality) {
    Optional<Manifest.TeacherReference> reference =
        Optional.ofNullable(run.readManifest().teachers().get(modality.name()));
    RunFolder teacher =
        reference
            .map(known -> RunFolder.at(run.path().resolve(known.path()).normalize()))
            .orElseGet(() -> run.teacher(modality));
    return reference
        .map(Manifest.TeacherReference::trainingHash)
        .flatMap(
            hash -> isReusable(teacher, hash) ? Optional.of(teacher) : ofAnyRun(modality, hash))
        .orElseThrow(
            () ->
                new InputException(
                    run.path()
                        + ": the teacher of modality "
                        + modality
                        + " that its student learnt from is no longer in "
                        + teacher.path()
                        + "; put it back or start a new run"));
  }

  /**
   * A teacher of the run that the user named.
   *
   * @throws InputException if it has none, or one that knows other users, items or features
   */
  static RunFolder named(Path path, Modality modality, String datasetHash) {
    Manifest.TeacherReference reference =
        RunFolder.open(path).readManifest().teachers().get(modality.name());
    RunFolder teacher =
        reference == null
            ? RunFolder.at(path).teacher(modality)
            : RunFolder.at(path.resolve(reference.path()).normalize());
    if (!teacher.isFinished()) {
      throw new InputException(
          "--teachers "
              + path
              + ": it has no finished teacher of modality "
              + modality
              + "; name another run or leave --teachers out");
    }
    String theirs = teacher.readManifest().dataset().hash();
    if (!theirs.equals(datasetHash)) {
      throw new InputException(
          "--teachers "
              + path
              + ": its teachers learnt from another split or other features; teachers and student must"
              + " share both, train new teachers by leaving --teachers out");
    }
    return teacher;
  }
}
