package org.equimodal.trainer.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.equimodal.backbones.Backbones;
import org.equimodal.backbones.View;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Modality;
import org.equimodal.distillation.PlainMethod;
import org.equimodal.distillation.Teacher;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.Checkpoint;
import org.equimodal.trainer.run.Manifest;
import org.equimodal.trainer.run.RunFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets one teacher per modality: from the run named by the user, else from an earlier run whose
 * hash says that it is the very training asked for, else by training it.
 */
final class Teachers {

  private static final Logger logger = LoggerFactory.getLogger(Teachers.class);

  private final RunContext context;
  private final RunFolder run;

  Teachers(RunContext context, RunFolder run) {
    this.context = context;
    this.run = run;
  }

  /** All teachers, in the order of the modalities; they are the caller's to close. */
  List<TrainedTeacher> obtain() {
    List<TrainedTeacher> teachers = new ArrayList<>();
    try {
      for (Modality modality : context.catalogue().modalities()) {
        RunFolder folder = find(modality).orElseGet(() -> train(modality));
        teachers.add(load(modality, folder));
      }
    } catch (RuntimeException e) {
      teachers.forEach(TrainedTeacher::close);
      throw e;
    }
    return teachers;
  }

  private Optional<RunFolder> find(Modality modality) {
    if (context.options().teachers().isPresent()) {
      String datasetHash = context.catalogue().dataset().hash();
      RunFolder named = named(context.options().teachers().get(), modality, datasetHash);
      if (!named.readManifest().trainingHash().equals(hash(modality))) {
        logger.info(
            "teacher {}: {} of {}, trained with other settings than this run's",
            modality,
            named.readResult().backbone(),
            named.path());
      }
      return Optional.of(named);
    }
    if (run.hasManifest()) {
      return Optional.of(before(modality));
    }
    String hash = hash(modality);
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
  private static boolean isReusable(RunFolder teacher, String hash) {
    try {
      return teacher.isFinished()
          && new Checkpoint(teacher).hasModel()
          && teacher.readManifest().trainingHash().equals(hash);
    } catch (InputException e) {
      logger.debug("{} is not looked at", teacher.path(), e);
      return false;
    }
  }

  /** The teacher that the student had before it was interrupted. */
  private RunFolder before(Modality modality) {
    Manifest.TeacherReference reference = run.readManifest().teachers().get(modality.name());
    RunFolder teacher =
        reference == null
            ? run.teacher(modality)
            : RunFolder.at(run.path().resolve(reference.path()).normalize());
    if (reference == null
        || !teacher.isFinished()
        || !teacher.readManifest().trainingHash().equals(reference.trainingHash())) {
      throw new InputException(
          run.path()
              + ": the teacher of modality "
              + modality
              + " that its student learnt from is no longer in "
              + teacher.path()
              + "; put it back or start a new run");
    }
    return teacher;
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

  private RunFolder train(Modality modality) {
    RunFolder folder = run.teacher(modality).prepare();
    Role role = Role.teacher(modality);
    folder.writeConfig(context.settings().toYaml());
    folder.writeManifest(context.manifest(role, hash(modality), Map.of()));
    new ModelRun(context, folder, role)
        .complete(new PlainMethod(View.only(modality)), Map.of(), System.nanoTime());
    return folder;
  }

  private TrainedTeacher load(Modality modality, RunFolder folder) {
    Settings settings = Configuration.read(folder.config(), id -> Backbones.get(id).settingsType());
    try (ModelTraining training =
        new ModelTraining(settings, context.catalogue(), Role.teacher(modality).toString())) {
      training.load(new Checkpoint(folder));
      Path relative =
          run.path().toAbsolutePath().relativize(folder.path().toAbsolutePath()).normalize();
      return new TrainedTeacher(
          Teacher.freeze(modality, training.backbone()),
          new Manifest.TeacherReference(relative.toString(), folder.readManifest().trainingHash()),
          folder.readResult());
    }
  }

  private String hash(Modality modality) {
    return TrainingHash.teacher(
        context.settings(), context.catalogue().dataset().hash(), Role.teacher(modality));
  }
}
