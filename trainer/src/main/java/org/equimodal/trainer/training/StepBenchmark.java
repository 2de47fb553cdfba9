package org.equimodal.trainer.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.tensor.EdgeWork;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.backbones.tensor.Matmul;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Modality;
import org.equimodal.distillation.BalancingMethod;
import org.equimodal.distillation.CkdMethod;
import org.equimodal.distillation.PlainMethod;
import org.equimodal.distillation.Teacher;
import org.equimodal.distillation.TrainingStep;
import org.equimodal.trainer.config.Settings;

/**
 * What a step of a backbone costs and where the time goes. In every round there is a plain step, a
 * CKD step, and two parts of the latter repeated alone: its projections (forward and weight
 * gradient of every modality's matrix, and its own gradient if it is trained) and its graph ({@link
 * EdgeWork}). The machine's speed cancels in ratios. Shares are of work that may run faster or
 * slower within a step than alone, where it meets another cache; the rest is what they leave,
 * whatever sign that has.
 */
public final class StepBenchmark {

  private static final int WARM_UP = 5;

  private final Settings settings;
  private final Dataset dataset;
  private final Device device;
  private final int rounds;

  /**
   * What was measured; medians, in milliseconds.
   *
   * @param backbone its id
   * @param triples training triples in a step
   * @param generic generic triples in a CKD step
   * @param plain the plain step
   * @param ckd the CKD step
   * @param projections its projections alone
   * @param graph its operations on edges alone
   * @param peakMebibytes the most memory that the process has held so far, 0 if not known
   */
  public record Times(
      String backbone,
      int triples,
      int generic,
      double plain,
      double ckd,
      double projections,
      double graph,
      long peakMebibytes) {

    /** CKD step over plain step. */
    public double ratio() {
      return ckd / plain;
    }

    /** Share of the CKD step. */
    public double projectionShare() {
      return projections / ckd;
    }

    /** Share of the CKD step. */
    public double graphShare() {
      return graph / ckd;
    }

    /** Share of the CKD step. */
    public double restShare() {
      return 1 - projectionShare() - graphShare();
    }
  }

  /**
   * Prepares.
   *
   * @param settings backbone, batch and CKD settings
   * @param dataset what the backbone is built on
   * @param device where
   * @param rounds how many are timed
   */
  public StepBenchmark(Settings settings, Dataset dataset, Device device, int rounds) {
    this.settings = settings;
    this.dataset = dataset;
    this.device = device;
    this.rounds = rounds;
  }

  /** Builds the backbone, measures, and frees it with all that was made for it. */
  public Times measure() {
    Matmul matmul = settings.training().matmul();
    try (Catalogue catalogue =
            new Catalogue(dataset, device, DataType.FLOAT32, matmul, Optional.empty());
        ModelTraining model = new ModelTraining(settings, catalogue, "student")) {
      List<Teacher> teachers = new ArrayList<>();
      try {
        catalogue.modalities().forEach(m -> teachers.add(Teacher.freeze(m, model.backbone())));
        return measure(model, new CkdMethod(settings.ckd(), teachers));
      } finally {
        teachers.forEach(Teacher::close);
      }
    }
  }

  private Times measure(ModelTraining model, CkdMethod method) {
    Backbone backbone = model.backbone();
    Catalogue catalogue = backbone.catalogue();
    double learningRate = settings.training().learningRate();
    try (FusedAdam adam =
            new FusedAdam(catalogue.manager(), backbone.parameterArrays(), learningRate);
        Steps plain = new Steps(model, new PlainMethod(method.primaryView()), adam);
        Steps ckd = new Steps(model, method, adam)) {
      EdgeWork edges = EdgeWork.of(ckd::take);
      double[] medians =
          Rounds.medians(
              WARM_UP,
              rounds,
              () ->
                  new double[] {
                    plain.take(),
                    ckd.take(),
                    projections(backbone),
                    edges.repeat(catalogue.manager(), catalogue.type()) / 1e6
                  });
      return new Times(
          settings.backbone(),
          settings.training().batchSize(),
          method.genericViews().isEmpty() ? 0 : settings.ckd().genericTriples(),
          medians[0],
          medians[1],
          medians[2],
          medians[3],
          PeakMemory.residentMiB("VmHWM"));
    }
  }

  /** F W^T and its weight gradient, and the gradient of F where that is trained; in float32. */
  private static double projections(Backbone backbone) {
    Catalogue catalogue = backbone.catalogue();
    try (StepScope scope = StepScope.inference(catalogue.manager(), catalogue.residents())) {
      NDList weights = new NDList();
      NDList outputs = new NDList();
      for (Modality m : catalogue.modalities()) {
        int dimension = projectedWidth(backbone, m);
        weights.add(scope.manager().ones(new Shape(catalogue.width(m), dimension)));
        outputs.add(scope.manager().ones(new Shape(catalogue.items(), dimension)));
      }
      long start = System.nanoTime();
      NDArray last = null;
      for (Modality m : catalogue.modalities()) {
        NDArray forward = catalogue.features(m).matMul(weights.get(m.index()));
        last = outputs.get(m.index()).transpose().matMul(catalogue.features(m));
        forward.close();
        if (backbone.getParameters().contains(m.name() + ".features")) {
          last = outputs.get(m.index()).matMul(weights.get(m.index()).transpose());
        }
      }
      last.getFloat(0, 0); // waits for the device
      return Rounds.millisecondsSince(start);
    }
  }

  /** What a modality's features are projected to: rows of {@code <m>.projection.weight}. */
  private static int projectedWidth(Backbone backbone, Modality modality) {
    String weight = modality.name() + ".projection.weight";
    Parameter parameter = backbone.getParameters().get(weight);
    return (int) parameter.getArray().getShape().get(0);
  }

  /** Steps of a method on batches of its own. */
  private final class Steps implements AutoCloseable {

    private final TrainingStep step;
    private final BatchFeed batches;
    private int taken;

    Steps(ModelTraining model, BalancingMethod method, FusedAdam adam) {
      this.step = new TrainingStep(model.backbone(), method, adam, settings.training().lambda2());
      this.batches = model.feed(!method.genericViews().isEmpty());
    }

    /** Takes the next step; milliseconds, without waiting for the batch. */
    double take() {
      BatchFeed.Batch batch =
          batches.take(1 + taken / batches.perEpoch(), taken % batches.perEpoch());
      taken++;
      long start = System.nanoTime();
      step.run(batch.training(), batch.generic());
      step.takeMeans(); // waits for the device
      return Rounds.millisecondsSince(start);
    }

    @Override
    public void close() {
      batches.close();
      step.close();
    }
  }
}
