package org.equimodal.trainer.training;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Backbones;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.backbones.tensor.LazyAdam;
import org.equimodal.backbones.tensor.Optimizer;
import org.equimodal.datasets.Dataset;
import org.equimodal.distillation.BalancingMethod;
import org.equimodal.distillation.CkdMethod;
import org.equimodal.distillation.GradientBlending;
import org.equimodal.distillation.OnTheFlyGradientModulation;
import org.equimodal.distillation.PlainMethod;
import org.equimodal.distillation.Teacher;
import org.equimodal.distillation.TrainingStep;
import org.equimodal.trainer.benchmark.BenchmarkData;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;

/**
 * Profiles a training step of every backbone and method, with default settings on small generated
 * data of three modalities, and writes the figures to the file that is named. A program of its own:
 * how libtorch runs TorchScript depends on what the process has run before, unless {@code
 * ai.djl.pytorch.graph_optimizer} is false from the start.
 */
final class StepCosts {

  private static final String HEAD = "backbone\tmethod\tkernels\tbytes\thostScalars\thostReads";

  private StepCosts() {}

  /**
   * Whose step: {@code plain}, a {@code teacher} (of the first modality), {@code ckd}, {@code gb}
   * or {@code ogm}, each of them {@code lazily} as well, with {@link LazyAdam}, where that can be.
   */
  record Step(String backbone, String method) {
    @Override
    public String toString() {
      return backbone + " " + method;
    }
  }

  public static void main(String[] arguments) throws IOException {
    List<String> rows = new ArrayList<>(List.of(HEAD));
    for (String backbone : Backbones.ids()) {
      profile(backbone).forEach((method, cost) -> rows.add(row(backbone, method, cost)));
    }
    Files.write(Path.of(arguments[0]), rows);
  }

  private static Map<String, OperatorProfile> profile(String backbone) {
    Map<String, OperatorProfile> costs = new LinkedHashMap<>();
    try (Catalogue catalogue = new Catalogue(data(), Device.cpu(), DataType.FLOAT32);
        ModelTraining model = new ModelTraining(settings(backbone), catalogue, "student");
        GradientBlending blending = new GradientBlending(settings(backbone).gb(), catalogue, 1)) {
      List<Teacher> teachers =
          catalogue.modalities().stream().map(m -> Teacher.freeze(m, model.backbone())).toList();
      Map<String, BalancingMethod> methods = new LinkedHashMap<>();
      methods.put("plain", new PlainMethod(View.full(catalogue.modalities())));
      methods.put("teacher", new PlainMethod(View.only(catalogue.modalities().get(0))));
      methods.put("ckd", new CkdMethod(settings(backbone).ckd(), teachers));
      methods.put("gb", blending);
      methods.put(
          "ogm",
          new OnTheFlyGradientModulation(settings(backbone).ogm(), catalogue.modalities(), 1));
      methods.forEach((name, method) -> costs.put(name, profile(model, method, FusedAdam::new)));
      if (Backbones.get(backbone).isRowwise()) {
        methods.forEach(
            (name, method) -> costs.put(name + " lazily", profile(model, method, LazyAdam::new)));
      }
      teachers.forEach(Teacher::close);
    }
    return costs;
  }

  /** Makes an optimiser. */
  private interface OptimizerFactory {

    Optimizer create(NDManager parent, NDList parameters, double learningRate);
  }

  private static OperatorProfile profile(
      ModelTraining model, BalancingMethod method, OptimizerFactory optimizers) {
    Backbone backbone = model.backbone();
    try (Optimizer optimizer =
            optimizers.create(backbone.catalogue().manager(), backbone.parameterArrays(), 1e-3);
        TrainingStep step = new TrainingStep(backbone, method, optimizer, 1e-5);
        BatchFeed batches = model.feed(!method.genericViews().isEmpty())) {
      BatchFeed.Batch batch = batches.take(1, 0);
      Runnable work = () -> step.run(batch.training(), batch.generic());
      work.run(); // what is made once is made here
      OperatorProfile cost = OperatorProfile.of(work);
      OperatorProfile again = OperatorProfile.of(work);
      if (!again.equals(cost)) {
        throw new IllegalStateException(
            "equal steps of different costs: first " + cost + ", then " + again);
      }
      return cost;
    }
  }

  private static Dataset data() {
    return BenchmarkData.withFeatures(
        "generated", BenchmarkData.interactions(64, 192, 5, 1), List.of(24, 16, 8), 1);
  }

  private static Settings settings(String backbone) {
    return Configuration.resolve(
        new Sources(
            List.of(),
            List.of("model.dimension=8", "training.batchSize=32", "ckd.genericTriples=48"),
            List.of(new Sources.Flag("--backbone", "backbone", backbone))),
        Backbones.ids(),
        id -> Backbones.get(id).settingsType());
  }

  private static String row(String backbone, String method, OperatorProfile cost) {
    return String.join(
        "\t",
        backbone,
        method,
        Integer.toString(cost.kernels()),
        Long.toString(cost.bytes()),
        Integer.toString(cost.hostScalars()),
        Integer.toString(cost.hostReads()));
  }

  /** Reads what {@link #main} has written. */
  static Map<Step, OperatorProfile> read(Path file) throws IOException {
    Map<Step, OperatorProfile> costs = new LinkedHashMap<>();
    List<String> rows = Files.readAllLines(file);
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split("\t");
      costs.put(
          new Step(cells[0], cells[1]),
          new OperatorProfile(
              Integer.parseInt(cells[2]),
              Long.parseLong(cells[3]),
              Integer.parseInt(cells[4]),
              Integer.parseInt(cells[5])));
    }
    return costs;
  }
}
