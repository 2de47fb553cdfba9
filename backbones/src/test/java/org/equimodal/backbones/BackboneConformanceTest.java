package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Categories;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Fixture;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Split;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every registered backbone against its fixtures: outputs and margins of every view, loss and
 * gradients.
 */
class BackboneConformanceTest {

  @TestFactory
  Stream<DynamicTest> fixtures() {
    return Fixture.all("").stream()
        .filter(fixture -> Backbones.ids().contains(fixture.json().path("backbone").asText()))
        .map(fixture -> DynamicTest.dynamicTest(fixture.name(), () -> conforms(fixture)));
  }

  private static void conforms(Fixture fixture) {
    Backbones.Entry<?> entry = Backbones.get(fixture.json().get("backbone").asText());
    try (Catalogue catalogue = new Catalogue(dataset(fixture), Device.cpu(), DataType.FLOAT32)) {
      Backbone backbone = entry.create(catalogue, settings(fixture, entry), new Initializers(1));
      backbone.initialize(catalogue.manager());
      loadParameters(fixture, backbone);
      Map<String, View> views = views(fixture, catalogue.modalities());
      assertThat(views).isNotEmpty();
      for (Map.Entry<String, View> view : views.entrySet()) {
        check(fixture, backbone, view.getKey(), view.getValue());
      }
    }
  }

  private static void check(Fixture fixture, Backbone backbone, String name, View view) {
    Catalogue catalogue = backbone.catalogue();
    double l2Weight = fixture.json().get("l2").asDouble();
    try (StepScope scope = StepScope.training(catalogue.manager(), backbone.residents())) {
      long[] byColumn = transposed(fixture.longs("triples"));
      int batch = byColumn.length / 3;
      NDArray triples = scope.manager().create(byColumn, new Shape(3, batch));
      ParameterStore parameters = new ParameterStore(scope.manager(), false);
      Map<View, Representations> represented = backbone.represent(parameters, List.of(view), true);
      Representations all = represented.get(view);
      if (UndecidedThreshold.leavesOpen(fixture, name, all)) {
        return;
      }
      close(fixture, "users." + name, all.userMatrix(catalogue.users()));
      close(fixture, "items." + name, all.itemMatrix(catalogue.items()));

      Margins margins = new Margins(represented, triples, batch, List.of());
      NDArray margin = margins.training(view);
      close(fixture, "margin." + name, margin);
      NDArray loss =
          margin
              .neg()
              .getNDArrayInternal()
              .softPlus()
              .mean()
              .add(Scalars.times(margins.l2(view), l2Weight));
      close(fixture, "loss." + name, loss);

      NDList gradients = Kernels.gradients(loss, backbone.parameterArrays());
      for (int p = 0; p < gradients.size(); p++) {
        String gradient = "grad." + name + "." + backbone.parameterNames().get(p);
        if (fixture.has(gradient)) {
          close(fixture, gradient, gradients.get(p));
        }
      }
      long expected =
          fixture.names().stream().filter(n -> n.startsWith("grad." + name + ".")).count();
      assertThat(expected).as("gradients of " + name).isIn(0L, (long) gradients.size());
    }
  }

  private static void close(Fixture fixture, String name, NDArray actual) {
    Fixture.assertClose(fixture.name() + " " + name, actual.toFloatArray(), fixture.floats(name));
  }

  private static Map<String, View> views(Fixture fixture, List<Modality> modalities) {
    Map<String, View> views = new LinkedHashMap<>();
    for (String array : fixture.names()) {
      if (array.startsWith("users.")) {
        String name = array.substring("users.".length());
        List<String> kept = List.of(name.split("\\+"));
        View view = new View(modalities.stream().filter(m -> kept.contains(m.name())).toList());
        assertThat(view).hasToString(name);
        views.put(name, view);
      }
    }
    return views;
  }

  /** The defaults with the fixture's options, whose names are in snake case. */
  static Record settings(Fixture fixture, Backbones.Entry<?> entry) {
    ObjectNode options = TestBackbones.defaults(entry);
    options.set("dimension", fixture.json().get("dimension"));
    if (options.has("trainFeatures")) {
      options.put("trainFeatures", false); // the fixtures have no gradients of features
    }
    fixture
        .json()
        .get("options")
        .fields()
        .forEachRemaining(
            option ->
                options.set(
                    camelCase(option.getKey()),
                    option.getValue().isTextual()
                        ? TextNode.valueOf(option.getValue().asText().replace('_', '-'))
                        : option.getValue()));
    return TestBackbones.settings(entry, options);
  }

  private static String camelCase(String snakeCase) {
    return Pattern.compile("_(.)")
        .matcher(snakeCase)
        .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }

  static void loadParameters(Fixture fixture, Backbone backbone) {
    NDList loaded = new NDList();
    for (String name : backbone.parameterNames()) {
      Shape shape = backbone.getDirectParameters().get(name).getArray().getShape();
      long[] expected = Arrays.stream(fixture.shape("param." + name)).asLongStream().toArray();
      assertThat(shape).as(name).isEqualTo(new Shape(expected));
      loaded.add(backbone.catalogue().manager().create(fixture.floats("param." + name), shape));
    }
    Kernels.copy(loaded, backbone.parameterArrays());
    assertThat(fixture.names().stream().filter(n -> n.startsWith("param.")).count())
        .isEqualTo(backbone.parameterNames().size());
  }

  static Dataset dataset(Fixture fixture) {
    JsonNode json = fixture.json();
    int users = json.get("users").asInt();
    int items = json.get("items").asInt();
    long[] edges = fixture.longs("edges");
    int[] user = new int[edges.length / 2];
    int[] item = new int[edges.length / 2];
    for (int e = 0; e < user.length; e++) {
      user[e] = (int) edges[2 * e];
      item[e] = (int) edges[2 * e + 1];
    }
    Interactions none = Interactions.of(users, items, new int[0], new int[0]);
    List<ItemFeatures> features = new ArrayList<>();
    for (JsonNode name : json.get("modalities")) {
      Modality modality = new Modality(features.size(), name.asText());
      String array = "feature." + name.asText();
      features.add(
          ItemFeatures.of(modality, items, fixture.shape(array)[1], fixture.floats(array)));
    }
    Optional<Categories> categories = Optional.empty();
    if (fixture.has("categories")) {
      long[] of = fixture.longs("categories");
      int[] ofItem = new int[of.length];
      List<String> names = new ArrayList<>();
      for (int i = 0; i < of.length; i++) {
        ofItem[i] = (int) of[i];
        while (names.size() <= ofItem[i]) {
          names.add("category " + names.size());
        }
      }
      categories = Optional.of(new Categories(ofItem, names));
    }
    Split split = new Split(Interactions.of(users, items, user, item), none, none);
    return new Dataset(fixture.name(), split, features, categories, Optional.empty());
  }

  static long[] transposed(long[] triples) {
    int n = triples.length / 3;
    long[] columns = new long[triples.length];
    for (int t = 0; t < n; t++) {
      for (int c = 0; c < 3; c++) {
        columns[c * n + t] = triples[3 * t + c];
      }
    }
    return columns;
  }
}
