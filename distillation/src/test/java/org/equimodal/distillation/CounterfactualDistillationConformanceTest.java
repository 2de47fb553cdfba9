package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Fixture;
import org.equimodal.datasets.Modality;
import org.equimodal.distillation.DistillationSettings.Generic;
import org.equimodal.distillation.DistillationSettings.Reduction;
import org.equimodal.distillation.DistillationSettings.RhoDenominator;
import org.equimodal.distillation.DistillationSettings.Specific;
import org.equimodal.distillation.DistillationSettings.WeightScale;
import org.equimodal.distillation.DistillationSettings.Weights;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The distillation loss against its fixtures: parts, weights, total and gradients of every variant.
 */
class CounterfactualDistillationConformanceTest {

  @TestFactory
  Stream<DynamicTest> fixtures() {
    return Fixture.all("ckd-").stream()
        .map(fixture -> DynamicTest.dynamicTest(fixture.name(), () -> conforms(fixture)));
  }

  private static void conforms(Fixture fixture) {
    fixture
        .json()
        .get("variants")
        .properties()
        .forEach(variant -> new Variant(fixture, variant.getKey(), variant.getValue()).check());
    ObjectNode off = JsonNodeFactory.instance.objectNode().put("generic_form", "off");
    new Variant(fixture, "no-generic", off).check(); // the setting comes to the same as no weight
  }

  /** One variant of one fixture. */
  private record Variant(Fixture fixture, String name, JsonNode overrides) {

    void check() {
      List<Modality> modalities = new ArrayList<>();
      for (JsonNode modality : fixture.json().get("modalities")) {
        modalities.add(new Modality(modalities.size(), modality.asText()));
      }
      CounterfactualDistillationLoss loss =
          new CounterfactualDistillationLoss(settings(), modalities);
      try (NDManager owner = NDManager.newBaseManager("PyTorch");
          StepScope scope = StepScope.training(owner)) {
        NDManager manager = scope.manager();
        NDArray full = student(manager, "margin.full");
        NDList only = each(manager, "margin.only.", modalities, true);
        NDList without = each(manager, "margin.without.", modalities, false);
        NDList generic = each(manager, "generic.only.", modalities, true);
        NDList labels = new NDList(NDArrays.stack(each(manager, "teacher.", modalities, false)));
        NDList predictions = new NDList(full, NDArrays.stack(only), NDArrays.stack(without));
        if (!isOff()) {
          labels.add(NDArrays.stack(each(manager, "generic.teacher.", modalities, false)));
          predictions.add(NDArrays.stack(generic));
        }
        NDArray total = loss.evaluate(labels, predictions);
        compare("total", total.toFloatArray());
        compareParts(loss);

        NDList inputs = new NDList(full);
        inputs.addAll(only);
        inputs.addAll(generic);
        NDList gradients = Kernels.gradients(total, inputs);
        compare("grad.margin.full", gradients.get(0).toFloatArray());
        for (int m = 0; m < modalities.size(); m++) {
          String modality = modalities.get(m).name();
          compare("grad.margin.only." + modality, gradients.get(1 + m).toFloatArray());
          compare(
              "grad.generic.only." + modality,
              gradients.get(1 + modalities.size() + m).toFloatArray());
        }
      }
    }

    /** Whether generic distillation is left out, its arrays included. */
    private boolean isOff() {
      return settings().generic() == Generic.OFF;
    }

    private void compareParts(CounterfactualDistillationLoss loss) {
      float[] parts = loss.parts().toFloatArray();
      List<String> names = loss.partNames();
      for (int i = 0; i < parts.length; i++) {
        String array = name + "/" + names.get(i);
        boolean leftOut = isOff() && names.get(i).startsWith("generic.");
        if (fixture.has(array) && !leftOut) {
          float[] expected = fixture.floats(array);
          if (expected.length > 1) { // one weight per triple: the loss reports their mean
            float sum = 0;
            for (float value : expected) {
              sum += value;
            }
            expected = new float[] {sum / expected.length};
          }
          Fixture.assertClose(fixture.name() + " " + array, new float[] {parts[i]}, expected);
        }
      }
    }

    private void compare(String array, float[] actual) {
      Fixture.assertClose(
          fixture.name() + " " + name + "/" + array, actual, fixture.floats(name + "/" + array));
    }

    private NDArray student(NDManager manager, String array) {
      NDArray margins = manager.create(fixture.floats(array));
      margins.setRequiresGradient(true);
      return margins;
    }

    private NDList each(
        NDManager manager, String prefix, List<Modality> modalities, boolean trained) {
      NDList arrays = new NDList();
      for (Modality modality : modalities) {
        String array = prefix + modality.name();
        arrays.add(trained ? student(manager, array) : manager.create(fixture.floats(array)));
      }
      return arrays;
    }

    private DistillationSettings settings() {
      ObjectNode json = fixture.json().get("settings").deepCopy();
      json.setAll((ObjectNode) overrides);
      boolean perTriple = json.get("weights").asText().equals("per_triple");
      return new DistillationSettings(
          json.get("lambda_kd").asDouble(),
          json.get("lambda_g").asDouble(),
          json.get("tau").asDouble(),
          Specific.valueOf(upper(json, "specific")),
          Generic.valueOf(upper(json, "generic_form")),
          1,
          true,
          Weights.valueOf(upper(json, "weights")),
          perTriple ? RhoDenominator.STUDENT : RhoDenominator.TEACHER,
          true,
          perTriple ? WeightScale.UNIT_MEAN : WeightScale.PAPER,
          Reduction.MEAN);
    }

    private static String upper(JsonNode json, String key) {
      return json.get(key).asText().toUpperCase(java.util.Locale.ROOT);
    }
  }
}
