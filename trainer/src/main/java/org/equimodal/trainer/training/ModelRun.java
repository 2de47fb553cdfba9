package org.equimodal.trainer.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.Backbone;
import org.equimodal.distillation.BalancingMethod;
import org.equimodal.evaluation.RankingReport;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.Checkpoint;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.ViewEvaluation.HeldOut;

/** One model trained into one run folder and tested once: teachers and students go the same way. */
final class ModelRun {

  private final RunContext context;
  private final RunFolder folder;
  private final Role role;

  ModelRun(RunContext context, RunFolder folder, Role role) {
    this.context = context;
    this.folder = folder;
    this.role = role;
  }

  /**
   * Trains, going on from the folder's checkpoint if there is one, and writes the result.
   *
   * @param method what is learnt
   * @param teachers test metrics of the teachers, for the report
   * @param clock of the run
   * @return the result
   */
  Result complete(BalancingMethod method, Map<String, Result.Tested> teachers, RunClock clock) {
    Settings settings = context.settings();
    Checkpoint checkpoint = new Checkpoint(folder);
    folder.truncateMetrics(checkpoint.reached().map(Checkpoint.State::epoch).orElse(0));
    PeakMemory memory = new PeakMemory(context.catalogue().device());
    try (ModelTraining training =
        new ModelTraining(settings, context.catalogue(), role.toString())) {
      ModelTraining.Outcome outcome = train(training, method, checkpoint, memory, clock);
      Backbone backbone = training.backbone();
      ViewEvaluation evaluation =
          new ViewEvaluation(settings.evaluation(), context.catalogue().dataset().split());
      long evaluationStart = System.nanoTime();
      RankingReport report = evaluation.evaluate(backbone, method.primaryView(), HeldOut.TEST);
      double evaluationSeconds = (System.nanoTime() - evaluationStart) / 1e9;
      folder.writePerUser(report);
      Checkpoint.State state = outcome.state();
      Result result =
          new Result(
              "finished",
              context.catalogue().dataset().name(),
              settings.backbone(),
              role.modality().isPresent() ? "teacher" : settings.methodName(),
              settings.seed(),
              state.epoch(),
              state.bestEpoch(),
              state.bestValidation(),
              ViewEvaluation.figures(report),
              role.modality().isPresent()
                  ? Map.of()
                  : evaluation.singleModalities(backbone, HeldOut.TEST),
              teachers,
              new Result.Timing(
                  state.trainSeconds() / state.epoch(),
                  1000 * state.trainSeconds() / state.epoch() / outcome.stepsPerEpoch(),
                  evaluationSeconds,
                  clock.seconds()),
              memory.seen());
      folder.removeDivergence();
      folder.writeResult(result);
      return result;
    }
  }

  private ModelTraining.Outcome train(
      ModelTraining training,
      BalancingMethod method,
      Checkpoint checkpoint,
      PeakMemory memory,
      RunClock clock) {
    DivergenceMark mark = new DivergenceMark(folder);
    try {
      return training.train(
          method, checkpoint, listeners(memory, mark), context.options().interruption(), clock);
    } catch (DivergedException e) {
      mark.set(e);
      throw e;
    }
  }

  private TrainingListener listeners(PeakMemory memory, DivergenceMark mark) {
    List<TrainingListener> listeners = new ArrayList<>();
    listeners.add(memory);
    listeners.add(mark);
    listeners.add(new FirstStep());
    listeners.add(new EpochLog(role, folder));
    listeners.add(new EventLog(folder.events()));
    if (context.options().terminal()) {
      listeners.add(new TerminalProgress(role));
    }
    return new TrainingListeners(listeners);
  }
}
