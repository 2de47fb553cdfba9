package org.equimodal.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.tensor.Devices;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.backbones.tensor.TopKRanking;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.Split;
import org.equimodal.distillation.CkdMethod;
import org.equimodal.distillation.Teacher;
import org.equimodal.distillation.TrainingStep;
import org.equimodal.trainer.config.Settings;

/**
 * Speed as ratios within one process: a CKD step against its bare projections (forward and weight
 * gradient of every modality's matrix), and ranking all users against its bare matrix product. The
 * machine's speed cancels.
 */
public final class Benchmark {

  private static final int WARM_UP = 5;
  private static final int RANKINGS = 5;
  private static final int TOP = 20;

  private final Settings settings;
  private final Size size;
  private final int steps;

  /**
   * Size of the generated data.
   *
   * @param users n_u
   * @param items n_i
   * @param degree training items per user
   * @param widths d_m of each modality
   */
  public record Size(int users, int items, int degree, List<Integer> widths) {
    /** Validates. */
    public Size {
      widths = List.copyOf(widths);
      boolean positive = users > 0 && items > 0 && degree > 0 && !widths.isEmpty();
      if (!positive || widths.stream().anyMatch(width -> width < 1)) {
        throw new InputException(
            "benchmark: --users, --items, --degree and --widths must be at least 1");
      }
      if (degree >= items) {
        throw new InputException(
            "benchmark: --degree must be below --items, " + degree + " is not below " + items);
      }
    }
  }

  /**
   * Prepares.
   *
   * @param settings backbone, batch and CKD settings
   * @param size of the generated data
   * @param steps how many steps are timed
   */
  public Benchmark(Settings settings, Size size, int steps) {
    if (steps < 1) {
      throw new InputException("benchmark: --steps must be at least 1, was " + steps);
    }
    this.settings = settings;
    this.size = size;
    this.steps = steps;
  }

  /**
   * Measures.
   *
   * @return a table
   */
  public String run() {
    Dataset dataset = generate();
    try (Catalogue catalogue =
            new Catalogue(dataset, Devices.choose(settings.device()), DataType.FLOAT32);
        ModelTraining model = new ModelTraining(settings, catalogue, "student")) {
      Backbone backbone = model.backbone();
      int dimension = projectedWidth(backbone);
      double[] step = new double[steps];
      double[] projections = new double[steps];
      timeSteps(model, dimension, step, projections);
      double[] ranking = new double[RANKINGS];
      double[] product = new double[RANKINGS];
      timeRankings(backbone, dimension, ranking, product);
      return String.format(
          Locale.ROOT,
          "%s, %d users, %d items, widths %s, d %d, B %d, G %d, on %s; medians, milliseconds%n"
              + "CKD step            %8.1f   bare projections    %8.1f   ratio %5.2f%n"
              + "ranking, top %d     %8.1f   bare matrix product %8.1f   ratio %5.2f%n",
          settings.backbone(),
          size.users(),
          size.items(),
          size.widths(),
          dimension,
          settings.training().batchSize(),
          settings.ckd().genericTriples(),
          catalogue.device().getDeviceType(),
          median(step),
          median(projections),
          median(step) / median(projections),
          TOP,
          median(ranking),
          median(product),
          median(ranking) / median(product));
    }
  }

  /** d, as the projections have it. */
  private static int projectedWidth(Backbone backbone) {
    String first = backbone.catalogue().modalities().get(0).name();
    Shape weight = backbone.getParameters().get(first + ".projection.weight").getArray().getShape();
    return (int) weight.get(0);
  }

  private void timeSteps(ModelTraining model, int dimension, double[] step, double[] projections) {
    Backbone backbone = model.backbone();
    List<Teacher> teachers =
        backbone.catalogue().modalities().stream().map(m -> Teacher.freeze(m, backbone)).toList();
    try (FusedAdam adam =
            new FusedAdam(
                backbone.catalogue().manager(),
                backbone.parameterArrays(),
                settings.training().learningRate());
        TrainingStep training =
            new TrainingStep(
                backbone,
                new CkdMethod(settings.ckd(), teachers),
                adam,
                settings.training().lambda2());
        BatchFeed batches = model.feed(true)) {
      for (int i = -WARM_UP; i < step.length; i++) {
        int index = i + WARM_UP;
        BatchFeed.Batch batch =
            batches.take(1 + index / batches.perEpoch(), index % batches.perEpoch());
        long start = System.nanoTime();
        training.run(batch.training(), batch.generic());
        training.takeMeans(); // waits for the device
        double seconds = milliseconds(start);
        double bare = bareProjections(backbone.catalogue(), dimension);
        if (i >= 0) {
          step[i] = seconds;
          projections[i] = bare;
        }
      }
    } finally {
      teachers.forEach(Teacher::close);
    }
  }

  /** F W^T and its weight gradient, of every modality. */
  private double bareProjections(Catalogue catalogue, int dimension) {
    try (StepScope scope = StepScope.inference(catalogue.manager(), catalogue.residents())) {
      NDList weights = new NDList();
      NDList outputs = new NDList();
      for (Modality m : catalogue.modalities()) {
        weights.add(scope.manager().ones(new Shape(catalogue.width(m), dimension)));
        outputs.add(scope.manager().ones(new Shape(catalogue.items(), dimension)));
      }
      long start = System.nanoTime();
      NDArray last = null;
      for (Modality m : catalogue.modalities()) {
        NDArray forward = catalogue.features(m).matMul(weights.get(m.index()));
        last = outputs.get(m.index()).transpose().matMul(catalogue.features(m));
        forward.close();
      }
      last.getFloat(0, 0); // waits for the device
      return milliseconds(start);
    }
  }

  private void timeRankings(Backbone backbone, int dimension, double[] ranking, double[] product) {
    Catalogue catalogue = backbone.catalogue();
    int columns = (size.widths().size() + 1) * dimension;
    int[] everybody = IntStream.range(0, size.users()).toArray();
    TopKRanking topK =
        new TopKRanking(TOP, ViewEvaluation.RANKING_BYTES, catalogue.dataset().split().train());
    try (NDManager manager = catalogue.manager().newSubManager()) {
      NDArray users = manager.randomNormal(new Shape(size.users(), columns));
      NDArray items = manager.randomNormal(new Shape(size.items(), columns));
      for (int i = -1; i < ranking.length; i++) {
        long start = System.nanoTime();
        topK.rank(users, items, everybody);
        double ranked = milliseconds(start);
        double bare = bareProduct(users, items);
        if (i >= 0) {
          ranking[i] = ranked;
          product[i] = bare;
        }
      }
    }
  }

  /** The scores alone, in blocks of users. */
  private double bareProduct(NDArray users, NDArray items) {
    int block = 1024;
    long start = System.nanoTime();
    try (StepScope scope =
        StepScope.inference(users.getManager(), new NDList(users), new NDList(items))) {
      NDArray transposed = items.transpose();
      for (int from = 0; from < size.users(); from += block) {
        int to = Math.min(size.users(), from + block);
        try (NDArray rows = users.get(from + ":" + to);
            NDArray scores = rows.matMul(transposed)) {
          if (to == size.users()) {
            scores.getFloat(0, 0); // waits for the device
          }
        }
      }
    }
    return milliseconds(start);
  }

  private Dataset generate() {
    RandomGenerator random = Seeds.generator(settings.seed(), "benchmark");
    int[] user = new int[size.users() * size.degree()];
    int[] item = new int[user.length];
    for (int e = 0; e < user.length; e++) {
      user[e] = e / size.degree();
      item[e] = random.nextInt(size.items());
    }
    List<ItemFeatures> features = new ArrayList<>();
    for (int width : size.widths()) {
      float[] values = new float[Math.multiplyExact(size.items(), width)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      Modality modality = new Modality(features.size(), "modality" + features.size());
      features.add(ItemFeatures.of(modality, size.items(), width, values));
    }
    Interactions none = Interactions.of(size.users(), size.items(), new int[0], new int[0]);
    Interactions train = Interactions.of(size.users(), size.items(), user, item);
    return new Dataset(
        "generated", new Split(train, none, none), features, Optional.empty(), Optional.empty());
  }

  private static double milliseconds(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
