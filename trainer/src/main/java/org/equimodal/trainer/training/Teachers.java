package org.equimodal.trainer.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.Backbones;
import org.equimodal.backbones.View;
import org.equimodal.datasets.Modality;
import org.equimodal.distillation.PlainMethod;
import org.equimodal.distillation.Teacher;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.Checkpoint;
import org.equimodal.trainer.run.Manifest;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.run.RunLock;

/** Trains the teachers of a run, each into a folder of its own, and makes them ready for use. */
final class Teachers {

  private final RunContext context;
  private final RunFolder run;

  Teachers(RunContext context, RunFolder run) {
    this.context = context;
    this.run = run;
  }

  /**
   * Trains one, going on from where an interruption left it. A process that has not yet noticed
   * that the one that started it was killed is waited for.
   */
  void train(Modality modality) {
    RunFolder folder = run.teacher(modality).prepare();
    Role role = Role.teacher(modality);
    String hash =
        TrainingHash.teacher(context.settings(), context.catalogue().dataset().hash(), role);
    try (RunLock lock = context.options().interruption().awaitLock(folder)) {
      if (!TeacherSearch.isReusable(folder, hash)) { // else trained by who had the lock before
        train(folder, role, hash);
      }
    }
  }

  private void train(RunFolder folder, Role role, String hash) {
    RunClock clock = RunClock.of(folder);
    folder.writeConfig(context.settings().toYaml());
    folder.writeManifest(context.manifest(role, hash, Map.of()));
    new ModelRun(context, folder, role)
        .complete(new PlainMethod(View.only(role.modality().get())), Map.of(), clock);
  }

  /**
   * All teachers, in the order of the modalities; they are the caller's to close.
   *
   * @param elsewhere where those are that are not in the run's own folder
   */
  List<TrainedTeacher> load(Map<Modality, RunFolder> elsewhere) {
    List<TrainedTeacher> teachers = new ArrayList<>();
    try {
      for (Modality modality : context.catalogue().modalities()) {
        teachers.add(load(modality, elsewhere.getOrDefault(modality, run.teacher(modality))));
      }
    } catch (RuntimeException e) {
      teachers.forEach(TrainedTeacher::close);
      throw e;
    }
    return teachers;
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
}
