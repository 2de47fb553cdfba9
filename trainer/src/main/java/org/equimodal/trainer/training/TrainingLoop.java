package org.equimodal.trainer.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.equimodal.backbones.tensor.Dropout;
import org.equimodal.distillation.TrainingStep;
import org.equimodal.distillation.Trial;
import org.equimodal.trainer.config.TrainingSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training of one model: epochs of steps, validation on Recall@20, early stopping, best
 * parameters kept.
 */
public final class TrainingLoop {

  /** The metric of early stopping and model selection. */
  static final String MONITORED = "recall@20";

  private static final Logger logger = LoggerFactory.getLogger(TrainingLoop.class);

  private final TrainingSettings settings;
  private final TrainingStep step;
  private final BatchFeed batches;
  private final Supplier<Validation> validation;
  private final TrainingListener listener;
  private final Interruption interruption;

  /**
   * Puts the parts together.
   *
   * @param settings how long, how often
   * @param step one step
   * @param batches what it learns from
   * @param validation ranks the validation items with the current parameters
   * @param listener is told how it goes
   * @param interruption a wish to stop
   */
  public TrainingLoop(
      TrainingSettings settings,
      TrainingStep step,
      BatchFeed batches,
      Supplier<Validation> validation,
      TrainingListener listener,
      Interruption interruption) {
    this.settings = settings;
    this.step = step;
    this.batches = batches;
    this.validation = validation;
    this.listener = listener;
    this.interruption = interruption;
  }

  /**
   * Trains until early stopping or the last epoch, then leaves the best parameters in the model.
   *
   * @param progress where the training stands
   * @param trial trainings of the model that its method may try out
   * @throws DivergedException if the loss is no longer finite
   * @throws Interruption.StoppedException if it was asked to stop, after saving
   */
  public void run(TrainingProgress progress, Trial trial) {
    try {
      while (progress.epoch() < settings.epochs() && !progress.stopping().isOver()) {
        double before = progress.trainSeconds();
        while (progress.batch() < batches.perEpoch()) {
          takeStep(progress, trial);
        }
        long reading = System.nanoTime();
        step.settle();
        Map<String, Float> parts = partsOf(progress.epoch() + 1);
        progress.epochDone(secondsSince(reading));
        int epoch = progress.epoch();

        Map<String, Double> metrics = Map.of();
        boolean best = false;
        if (epoch % settings.evaluateEvery() == 0 || epoch == settings.epochs()) {
          Validation found = validation.get();
          metrics = found.all();
          best = progress.validated(found.metrics().get(MONITORED), found.metrics());
          collectBuffers();
        }
        listener.epochDone(
            new TrainingListener.Epoch(
                epoch,
                parts,
                metrics,
                best,
                lastEpoch(progress),
                progress.trainSeconds() - before));
        progress.saveFromTimeToTime();
      }
      progress.finish();
    } finally {
      listener.finished();
    }
  }

  private void takeStep(TrainingProgress progress, Trial trial) {
    int epoch = progress.epoch() + 1;
    begin(epoch, progress, trial);
    long start = System.nanoTime();
    BatchFeed.Batch batch = batches.take(epoch, progress.batch());
    Dropout.seed(batch.seed());
    step.run(batch.training(), batch.generic());
    progress.stepDone(secondsSince(start));
    listener.stepDone(epoch, progress.batch(), batches.perEpoch());
    if (interruption.isRequested()) {
      throw stopped(epoch, progress);
    }
  }

  /** What is tried out now counts neither as a step nor, if it is interrupted, as done. */
  private void begin(int epoch, TrainingProgress progress, Trial trial) {
    try {
      step.begin(epoch, progress.batch(), trial);
    } catch (Interruption.StoppedException e) {
      logger.debug("interrupted before step {} of epoch {}", progress.batch(), epoch, e);
      throw stopped(epoch, progress);
    }
  }

  private static Interruption.StoppedException stopped(int epoch, TrainingProgress progress) {
    progress.save();
    return new Interruption.StoppedException(
        "interrupted in epoch " + epoch + ", everything is saved");
  }

  /** Reads the epoch's mean loss and its parts: the one time that the host waits for the device. */
  private Map<String, Float> partsOf(int epoch) {
    int finiteSteps = step.finiteSteps();
    Map<String, Float> parts = named(step.takeMeans());
    if (!Float.isFinite(parts.get("loss"))) {
      throw new DivergedException(
          "training diverged: the loss of epoch "
              + epoch
              + " is no longer finite after "
              + finiteSteps
              + " of its steps; the last finite one had "
              + named(step.lastFinite())
              + "; lower training.learningRate");
    }
    return parts;
  }

  private Map<String, Float> named(float[] values) {
    List<String> names = step.partNames();
    Map<String, Float> parts = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      parts.put(names.get(i), values[i]);
    }
    return parts;
  }

  /**
   * Arrays that DJL makes from Java values keep buffers outside the heap until their wrappers are
   * collected, and the small heap of a training would not ask for that for thousands of steps.
   * Takes milliseconds.
   */
  static void collectBuffers() {
    System.gc();
  }

  private int lastEpoch(TrainingProgress progress) {
    int left = settings.patience() - progress.stopping().withoutGain();
    long next = progress.epoch() / settings.evaluateEvery() + (long) left;
    return (int) Math.min(settings.epochs(), next * settings.evaluateEvery());
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
