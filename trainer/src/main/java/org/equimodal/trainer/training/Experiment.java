package org.equimodal.trainer.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.Devices;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Modality;
import org.equimodal.distillation.BalancingMethod;
import org.equimodal.distillation.CkdMethod;
import org.equimodal.distillation.GradientBlending;
import org.equimodal.distillation.OnTheFlyGradientModulation;
import org.equimodal.distillation.PlainMethod;
import org.equimodal.trainer.config.Method;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.Manifest;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.RunFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main job: one teacher per modality, then the student, then the test report. Interrupted
 * anywhere, it goes on from there when it is run again in the same folder.
 */
public final class Experiment {

  private static final Logger logger = LoggerFactory.getLogger(Experiment.class);

  private final Settings settings;
  private final Dataset dataset;
  private final RunContext.Options options;

  /** A way to train the teachers that a run lacks. */
  @FunctionalInterface
  public interface TeacherTraining {

    /**
     * Trains them, each into its folder of the run.
     *
     * @param run whose configuration has been written
     * @param modalities one or more, whose teachers may have been begun
     * @throws DivergedException if a loss is no longer finite
     * @throws Interruption.StoppedException if it was asked to stop, after saving
     */
    void train(RunFolder run, List<Modality> modalities);
  }

  /**
   * Prepares.
   *
   * @param settings of the run
   * @param dataset already read
   * @param teachers a run whose teachers shall be used
   * @param terminal whether progress bars are wanted
   * @param interruption a wish to stop
   */
  public Experiment(
      Settings settings,
      Dataset dataset,
      Optional<Path> teachers,
      boolean terminal,
      Interruption interruption) {
    this.settings = settings;
    this.dataset = dataset;
    this.options = new RunContext.Options(teachers, terminal, interruption);
  }

  /**
   * Checks all that can be checked before anything is written.
   *
   * @throws InputException if the device, the interactions or the teachers asked for cannot be used
   */
  public void check() {
    Devices.choose(settings.device());
    if (dataset.split().validation().size() == 0) {
      throw new InputException(
          "dataset "
              + dataset.name()
              + " has no validation items, by which the best epoch is chosen; hold some out (x_label 1)");
    }
    ModelTraining.checkOptimizer(settings);
    boolean distils = settings.method().hasTeachers();
    if (!distils && options.teachers().isPresent()) {
      throw new InputException(
          "--teachers: method "
              + settings.method()
              + " has no teachers; use --method ckd or leave --teachers out");
    }
    ModelTraining.feed(settings, dataset.split().train(), settings.seed(), distils).close();
    if (distils && options.teachers().isPresent()) {
      for (Modality modality : dataset.modalities()) {
        TeacherSearch.named(options.teachers().get(), modality, dataset.hash());
      }
    }
    if (dataset.split().test().size() == 0) {
      logger.warn("dataset {} has no test items: all test metrics will be 0", dataset.name());
    }
  }

  /**
   * Checks that an interrupted run learnt from the same data.
   *
   * @throws InputException if it did not
   */
  public void checkResumable(RunFolder folder) {
    Stream<RunFolder> folders =
        Stream.concat(Stream.of(folder), dataset.modalities().stream().map(folder::teacher));
    boolean other =
        folders
            .filter(RunFolder::hasManifest)
            .anyMatch(f -> !f.readManifest().dataset().hash().equals(dataset.hash()));
    if (other) {
      throw new InputException(
          "--resume "
              + folder.path()
              + ": the run learnt from another split or other features than these; point --data-dir to"
              + " the files it was started on");
    }
  }

  /**
   * Runs it, all in this process.
   *
   * @param folder where everything is written; a run under way is continued
   * @return what was written to {@code result.json}
   * @throws DivergedException if the loss is no longer finite
   * @throws Interruption.StoppedException if it was asked to stop, after saving
   */
  public Result run(RunFolder folder) {
    return run(folder, this::trainTeachers);
  }

  /**
   * Runs it.
   *
   * @param folder where everything is written; a run under way is continued
   * @param teacherTraining trains the teachers that are not found
   * @return what was written to {@code result.json}
   * @throws DivergedException if the loss is no longer finite
   * @throws Interruption.StoppedException if it was asked to stop, after saving
   */
  public Result run(RunFolder folder, TeacherTraining teacherTraining) {
    RunClock clock = RunClock.of(folder);
    folder.writeConfig(settings.toYaml());
    warnOfOneModality();
    Map<Modality, RunFolder> found =
        settings.method().hasTeachers() ? teachers(folder, teacherTraining) : Map.of();
    try (Catalogue catalogue = RunContext.catalogue(settings, dataset, folder)) {
      RunContext context = new RunContext(settings, catalogue, options);
      return switch (settings.method()) {
        case PLAIN ->
            train(
                context,
                folder,
                new PlainMethod(View.full(dataset.modalities())),
                List.of(),
                clock);
        case CKD -> distil(context, folder, found, clock);
        case GB -> blend(context, folder, clock);
        case OGM ->
            train(
                context,
                folder,
                new OnTheFlyGradientModulation(
                    settings.ogm(), dataset.modalities(), settings.seed()),
                List.of(),
                clock);
      };
    }
  }

  private void warnOfOneModality() {
    if (dataset.modalities().size() == 1 && settings.method() != Method.PLAIN) {
      logger.warn(
          "dataset {} has one modality: there is nothing to balance, {}",
          dataset.name(),
          settings.method().hasTeachers()
              ? "its distillation weight is 1"
              : "method " + settings.method() + " is joint training");
    }
  }

  private Result distil(
      RunContext context, RunFolder folder, Map<Modality, RunFolder> found, RunClock clock) {
    List<TrainedTeacher> teachers = new Teachers(context, folder).load(found);
    try {
      BalancingMethod method =
          new CkdMethod(settings.ckd(), teachers.stream().map(TrainedTeacher::teacher).toList());
      return train(context, folder, method, teachers, clock);
    } finally {
      teachers.forEach(TrainedTeacher::close);
    }
  }

  private Result blend(RunContext context, RunFolder folder, RunClock clock) {
    try (GradientBlending method =
        new GradientBlending(settings.gb(), context.catalogue(), settings.seed())) {
      return train(context, folder, method, List.of(), clock);
    }
  }

  /** Sees to it that every teacher is trained; where those are that the run does not hold. */
  private Map<Modality, RunFolder> teachers(RunFolder folder, TeacherTraining teacherTraining) {
    Map<Modality, RunFolder> found =
        new TeacherSearch(settings, dataset, options.teachers(), folder).find();
    List<Modality> missing =
        dataset.modalities().stream().filter(modality -> !found.containsKey(modality)).toList();
    if (!missing.isEmpty()) {
      teacherTraining.train(folder, missing);
    }
    return found;
  }

  /** Trains teachers one after another in this process; see {@link TeacherTraining}. */
  public void trainTeachers(RunFolder folder, List<Modality> modalities) {
    try (Catalogue catalogue = RunContext.catalogue(settings, dataset, folder)) {
      Teachers teachers = new Teachers(new RunContext(settings, catalogue, options), folder);
      modalities.forEach(teachers::train);
    }
  }

  private Result train(
      RunContext context,
      RunFolder folder,
      BalancingMethod method,
      List<TrainedTeacher> teachers,
      RunClock clock) {
    Map<String, Manifest.TeacherReference> references = new LinkedHashMap<>();
    Map<String, Result.Tested> tested = new LinkedHashMap<>();
    for (TrainedTeacher teacher : teachers) {
      String modality = teacher.teacher().modality().name();
      references.put(modality, teacher.reference());
      tested.put(modality, new Result.Tested(teacher.result().test()));
    }
    List<String> hashes =
        references.values().stream().map(Manifest.TeacherReference::trainingHash).toList();
    String hash = TrainingHash.student(settings, dataset.hash(), hashes);
    folder.writeManifest(context.manifest(Role.STUDENT, hash, references));
    return new ModelRun(context, folder, Role.STUDENT).complete(method, tested, clock);
  }
}
