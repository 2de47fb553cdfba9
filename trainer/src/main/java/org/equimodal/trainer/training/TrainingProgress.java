package org.equimodal.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.Optimizer;
import org.equimodal.distillation.TrainingStep;
import org.equimodal.trainer.run.Checkpoint;

/**
 * Where a training stands: epoch, batch, best parameters. It can be saved between any two steps and
 * continued as if nothing had happened.
 */
public final class TrainingProgress implements AutoCloseable {

  private static final long NANOSECONDS_BETWEEN_SAVES = 60_000_000_000L;

  private final Checkpoint checkpoint;
  private final Backbone backbone;
  private final Optimizer optimizer;
  private final TrainingStep step;
  private final RunClock clock;
  private final NDManager manager;
  private final NDList best = new NDList();
  private EarlyStopping stopping;
  private Map<String, Double> bestValidation = Map.of();
  private int epoch;
  private int batch;
  private double trainSeconds;
  private long lastSave = System.nanoTime();

  /**
   * Starts from the beginning, or from the checkpoint if it holds a training under way.
   *
   * @param checkpoint where to save
   * @param backbone the model trained
   * @param optimizer its optimiser
   * @param step the training step
   * @param patience of early stopping
   * @param clock of the run
   */
  TrainingProgress(
      Checkpoint checkpoint,
      Backbone backbone,
      Optimizer optimizer,
      TrainingStep step,
      int patience,
      RunClock clock) {
    this.checkpoint = checkpoint;
    this.backbone = backbone;
    this.optimizer = optimizer;
    this.step = step;
    this.clock = clock;
    this.manager = backbone.catalogue().manager().newSubManager();
    for (NDArray parameter : backbone.parameterArrays()) {
      best.add(manager.zeros(parameter.getShape(), parameter.getDataType()));
    }
    stopping = new EarlyStopping(patience);
    if (checkpoint.canResume()) {
      Checkpoint.State state = checkpoint.readState();
      checkpoint.loadResume(state, arrays());
      stopping =
          new EarlyStopping(
              patience, state.bestEpoch(), state.bestValue(), state.validationsWithoutGain());
      bestValidation = state.bestValidation();
      epoch = state.epoch();
      batch = state.batch();
      step.setSteps(batch);
      trainSeconds = state.trainSeconds();
    }
  }

  private NDList arrays() {
    NDList arrays = backbone.parameterArrays();
    arrays.addAll(optimizer.state());
    arrays.addAll(best);
    arrays.addAll(step.state());
    return arrays;
  }

  /** Epochs that are complete. */
  public int epoch() {
    return epoch;
  }

  /** Steps done in the epoch after them. */
  public int batch() {
    return batch;
  }

  /** Seconds spent in steps. */
  public double trainSeconds() {
    return trainSeconds;
  }

  /** Early stopping as it stands. */
  public EarlyStopping stopping() {
    return stopping;
  }

  /** Another step is done. */
  void stepDone(double seconds) {
    batch++;
    trainSeconds += seconds;
  }

  /** The epoch is complete; reading its loss took a while, for the device had to catch up. */
  void epochDone(double seconds) {
    epoch++;
    batch = 0;
    trainSeconds += seconds;
  }

  /**
   * Takes note of a validation and keeps the parameters if they are the best so far.
   *
   * @return whether they are
   */
  boolean validated(double value, Map<String, Double> metrics) {
    boolean better = stopping.update(epoch, value);
    if (better) {
      Kernels.copy(backbone.parameterArrays(), best);
      bestValidation = metrics;
    }
    return better;
  }

  /** Saves if the last time is long ago. */
  void saveFromTimeToTime() {
    if (System.nanoTime() - lastSave > NANOSECONDS_BETWEEN_SAVES) {
      save();
    }
  }

  /** Saves all that it takes to go on. */
  void save() {
    checkpoint.saveResume(state(false), arrays());
    lastSave = System.nanoTime();
  }

  /** Puts the best parameters into the model and stores them; the training is over. */
  void finish() {
    Kernels.copy(best, backbone.parameterArrays());
    checkpoint.saveModel(state(true), backbone.parameterNames(), best);
  }

  private Checkpoint.State state(boolean complete) {
    return new Checkpoint.State(
        complete,
        epoch,
        batch,
        stopping.bestEpoch(),
        stopping.bestEpoch() == 0 ? 0 : stopping.bestValue(),
        stopping.withoutGain(),
        bestValidation,
        trainSeconds,
        clock.seconds());
  }

  /** Frees the copy of the best parameters. */
  @Override
  public void close() {
    manager.close();
  }
}
