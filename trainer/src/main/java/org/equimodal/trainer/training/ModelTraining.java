package org.equimodal.trainer.training;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Backbones;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.Initializers;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.backbones.tensor.LazyAdam;
import org.equimodal.backbones.tensor.Optimizer;
import org.equimodal.datasets.GenericTripleSampler;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.InteractionSampler;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.TripleSampler;
import org.equimodal.datasets.UserUniformSampler;
import org.equimodal.distillation.BalancingMethod;
import org.equimodal.distillation.ModulationSettings;
import org.equimodal.distillation.TrainingStep;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Method;
import org.equimodal.trainer.config.OptimizerKind;
import org.equimodal.trainer.config.SamplerKind;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.Checkpoint;

/**
 * One model, from its initial parameters to its best ones. A run trains several, each with a role
 * of its own ({@code student}, {@code teacher.visual}) that decides its random streams: a student's
 * initial weights and batches do not depend on its method.
 */
public final class ModelTraining implements AutoCloseable {

  private final Settings settings;
  private final Catalogue catalogue;
  private final long seed;
  private final Model model;
  private final Backbone backbone;

  /**
   * A finished training.
   *
   * @param state where it ended
   * @param stepsPerEpoch steps in an epoch
   */
  public record Outcome(Checkpoint.State state, int stepsPerEpoch) {}

  /**
   * Makes the model with its initial parameters.
   *
   * @param settings the run's
   * @param catalogue the dataset on the device
   * @param role names the model's random streams
   */
  public ModelTraining(Settings settings, Catalogue catalogue, String role) {
    this.settings = settings;
    this.catalogue = catalogue;
    this.seed = Seeds.derive(settings.seed(), role);
    this.model = Model.newInstance(settings.backbone(), catalogue.device(), "PyTorch");
    Backbones.Entry<?> entry = Backbones.get(settings.backbone());
    this.backbone =
        entry.create(
            catalogue,
            Configuration.bind(settings.model(), entry.settingsType(), "model"),
            new Initializers(seed));
    model.setBlock(backbone);
    backbone.initialize(model.getNDManager());
  }

  /** The model. */
  public Backbone backbone() {
    return backbone;
  }

  /** Reads the best parameters of a finished training. */
  public void load(Checkpoint checkpoint) {
    checkpoint.loadModel(backbone.parameterNames(), backbone.parameterArrays());
  }

  /**
   * Trains, going on from the checkpoint if it holds a training under way.
   *
   * @param method what is learnt
   * @param checkpoint where to save
   * @param listener is told how it goes
   * @param interruption a wish to stop
   * @param clock of the run
   * @return where the training ended
   */
  Outcome train(
      BalancingMethod method,
      Checkpoint checkpoint,
      TrainingListener listener,
      Interruption interruption,
      RunClock clock) {
    if (checkpoint.hasModel()) { // trained, but interrupted before it was tested
      load(checkpoint);
      try (BatchFeed batches = feed(false)) {
        return new Outcome(checkpoint.readState(), batches.perEpoch());
      }
    }
    View view = method.primaryView();
    ViewEvaluation evaluation =
        new ViewEvaluation(settings.evaluation(), catalogue.dataset().split());
    try (Optimizer optimizer = optimizer();
        TrainingStep step =
            new TrainingStep(backbone, method, optimizer, settings.training().lambda2());
        BatchFeed batches = feed(!method.genericViews().isEmpty());
        TrainingProgress progress =
            new TrainingProgress(
                checkpoint, backbone, optimizer, step, settings.training().patience(), clock)) {
      new TrainingLoop(
              settings.training(),
              step,
              batches,
              () -> evaluation.validate(backbone, view),
              listener,
              interruption)
          .run(
              progress,
              new ModelTrial(
                  backbone,
                  optimizer,
                  this::optimizer,
                  batches,
                  settings.training().lambda2(),
                  interruption));
      return new Outcome(checkpoint.readState(), batches.perEpoch());
    }
  }

  /**
   * Checks that backbone and method can be trained with the optimiser.
   *
   * @throws InputException if they cannot
   */
  public static void checkOptimizer(Settings settings) {
    if (settings.training().optimizer() != OptimizerKind.LAZY_ADAM) {
      return;
    }
    if (!Backbones.get(settings.backbone()).isRowwise()) {
      throw new InputException(
          "training.optimizer: lazy-adam moves only the users and items of a step, but "
              + settings.backbone()
              + " spreads every step over its graph; use adam");
    }
    if (settings.method() == Method.OGM
        && settings.ogm().apply() == ModulationSettings.Apply.UPDATE) {
      throw new InputException(
          "training.optimizer: lazy-adam puts moves off, so ogm.apply: update would shorten those of"
              + " earlier steps too; use adam, or ogm.apply: gradient");
    }
    if (settings.method() == Method.GB && settings.gb().restrictGradients()) {
      throw new InputException(
          "training.optimizer: lazy-adam puts moves off, so parameters that gb.restrictGradients leaves"
              + " alone would be out of date; use adam");
    }
  }

  /** A new optimiser of the model's parameters. */
  public Optimizer optimizer() {
    NDList parameters = backbone.parameterArrays();
    double learningRate = settings.training().learningRate();
    return switch (settings.training().optimizer()) {
      case ADAM -> new FusedAdam(catalogue.manager(), parameters, learningRate);
      case LAZY_ADAM -> new LazyAdam(catalogue.manager(), parameters, learningRate);
    };
  }

  /**
   * The batches of this model.
   *
   * @param generic whether they have generic triples
   */
  public BatchFeed feed(boolean generic) {
    return feed(settings, catalogue.dataset().split().train(), seed, generic);
  }

  /**
   * Batches as the settings ask for.
   *
   * @param train the interactions they are drawn from
   * @param seed of the batches
   * @param generic whether they have generic triples
   * @throws InputException if the interactions leave nothing to draw
   */
  public static BatchFeed feed(Settings settings, Interactions train, long seed, boolean generic) {
    int batchSize = settings.training().batchSize();
    TripleSampler triples =
        settings.training().sampler() == SamplerKind.USER_UNIFORM
            ? new UserUniformSampler(train, batchSize, seed)
            : new InteractionSampler(train, batchSize, seed);
    GenericTripleSampler pairs =
        generic
            ? new GenericTripleSampler(
                train, settings.ckd().genericTriples(), settings.ckd().genericExclude(), seed)
            : null;
    return new BatchFeed(triples, pairs, seed);
  }

  /** Frees the parameters. */
  @Override
  public void close() {
    model.close();
  }
}
