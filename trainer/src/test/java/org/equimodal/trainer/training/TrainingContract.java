package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Backbones;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.distillation.BalancingMethod;
import org.equimodal.distillation.CkdMethod;
import org.equimodal.distillation.GradientBlending;
import org.equimodal.distillation.OnTheFlyGradientModulation;
import org.equimodal.distillation.PlainMethod;
import org.equimodal.distillation.Teacher;
import org.equimodal.distillation.TrainingStep;
import org.equimodal.trainer.Invocation;
import org.equimodal.trainer.RunFiles;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training comes to the same as on the CPU, and gives back the memory it took. */
interface TrainingContract extends Place {

  int STEPS = 3;
  double PARTS = 1e-4;

  /** Of how far the parameters moved. */
  double MOVED = 0.02;

  /** The name of the device on the command line. */
  String deviceName();

  /** MiB that the process holds on the device now, but for what libtorch keeps for later. */
  long heldMiB();

  /** What a few steps did. */
  record Trained(List<String> names, List<double[]> moves, Map<String, Float> means) {}

  /** A backbone, with its own settings after it. */
  private static Settings settings(String backbone) {
    List<String> sets =
        new ArrayList<>(List.of("training.batchSize=256", "ckd.genericTriples=500"));
    sets.addAll(List.of(("backbone=" + backbone).split(" ")));
    return Configuration.resolve(
        new Sources(List.of(), sets, List.of()),
        Backbones.ids(),
        id -> Backbones.get(id).settingsType());
  }

  private static Trained train(Dataset dataset, Device device, DataType type, Settings settings) {
    try (Catalogue catalogue = new Catalogue(dataset, device, type);
        ModelTraining model = new ModelTraining(settings, catalogue, "student");
        ModelTraining other = new ModelTraining(settings, catalogue, "teacher");
        GradientBlending blending = new GradientBlending(settings.gb(), catalogue, 1)) {
      List<Teacher> teachers =
          catalogue.modalities().stream().map(m -> Teacher.freeze(m, other.backbone())).toList();
      Map<String, Float> means = new LinkedHashMap<>();
      List<double[]> moves =
          train(
              model,
              settings,
              List.of(
                  new PlainMethod(View.full(catalogue.modalities())),
                  new CkdMethod(settings.ckd(), teachers)),
              means);
      moves.addAll(
          train(
              other,
              settings,
              List.of(
                  new OnTheFlyGradientModulation(settings.ogm(), catalogue.modalities(), 1),
                  blending),
              means));
      teachers.forEach(Teacher::close);
      List<String> names = new ArrayList<>(model.backbone().parameterNames());
      names.addAll(other.backbone().parameterNames());
      return new Trained(names, moves, means);
    }
  }

  /** Takes a few steps with one method after the other; tells how the parameters moved. */
  private static List<double[]> train(
      ModelTraining model,
      Settings settings,
      List<BalancingMethod> methods,
      Map<String, Float> means) {
    Backbone backbone = model.backbone();
    List<double[]> initial = values(backbone);
    for (BalancingMethod method : methods) {
      try (FusedAdam adam =
              new FusedAdam(
                  backbone.catalogue().manager(),
                  backbone.parameterArrays(),
                  settings.training().learningRate());
          TrainingStep step = new TrainingStep(backbone, method, adam, 1e-3);
          BatchFeed batches = model.feed(!method.genericViews().isEmpty())) {
        for (int index = 0; index < STEPS; index++) {
          BatchFeed.Batch batch = batches.take(1, index);
          step.run(batch.training(), batch.generic());
        }
        assertThat(step.finiteSteps()).isEqualTo(STEPS);
        float[] parts = step.takeMeans();
        for (int part = 0; part < parts.length; part++) {
          means.put(
              method.getClass().getSimpleName() + " " + step.partNames().get(part), parts[part]);
        }
      }
    }
    List<double[]> moves = values(backbone);
    for (int p = 0; p < moves.size(); p++) {
      for (int k = 0; k < moves.get(p).length; k++) {
        moves.get(p)[k] -= initial.get(p)[k];
      }
    }
    return moves;
  }

  private static List<double[]> values(Backbone backbone) {
    return new ArrayList<>(backbone.parameterArrays().stream().map(Place::values).toList());
  }

  static Stream<String> backbones() {
    return Stream.concat(
        Backbones.ids().stream(),
        Stream.of(
            "deepstyle model.mode=per-modality",
            "grcn model.auxiliary=original",
            "egogcn model.auxiliary=original",
            "mgcn model.auxiliary=original"));
  }

  /** Joint training and then CKD, modulation and then blending, a few steps each. */
  @ParameterizedTest
  @MethodSource("backbones")
  default void stepsAsTheCpuDoes(String backbone) {
    Dataset dataset = SampleDataset.create();
    Trained actual = train(dataset, device(), type(), settings(backbone));
    Trained expected = train(dataset, Device.cpu(), DataType.FLOAT32, settings(backbone));
    expected
        .means()
        .forEach(
            (part, value) ->
                assertThat((double) actual.means().get(part))
                    .as(part)
                    .isCloseTo(value, within(PARTS * Math.max(1, Math.abs(value)))));
    for (int p = 0; p < expected.moves().size(); p++) {
      String name = expected.names().get(p);
      Place.assertNear(
          "the move of " + name, actual.moves().get(p), expected.moves().get(p), MOVED);
    }
  }

  private static JsonNode result(Path folder, String device, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--dataset", "sample", "--epochs", "2", "--run-dir", folder.toString()));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--device", device));
    Path run = Invocation.succeed(arguments.toArray(new String[0])).run();
    assertThat(RunFiles.json(run, "manifest.json").at("/environment/device").asText())
        .isEqualTo(device.equals("cuda") ? "cuda:0" : device);
    return RunFiles.json(run, "result.json");
  }

  /** From the command line to the report. */
  @Test
  default void trainsAsTheCpuDoes(@TempDir Path here, @TempDir Path onCpu) {
    JsonNode actual = result(here, deviceName());
    JsonNode expected = result(onCpu, "cpu");
    for (String metric : List.of("recall@20", "ndcg@20")) {
      assertThat(actual.at("/test/" + metric).asDouble())
          .isCloseTo(expected.at("/test/" + metric).asDouble(), within(0.02));
    }
  }

  @Test
  default void givesMemoryBack(@TempDir Path folder) {
    String[] plain = {"--method", "plain", "--backbone", "mgcn"};
    long first = 0;
    for (int training = 0; training < 4; training++) {
      result(folder.resolve("" + training), deviceName(), plain);
      System.gc();
      first = training == 1 ? heldMiB() : first;
    }
    assertThat(heldMiB()).as("MiB after the fourth").isLessThanOrEqualTo(first * 105 / 100 + 8);
  }
}
