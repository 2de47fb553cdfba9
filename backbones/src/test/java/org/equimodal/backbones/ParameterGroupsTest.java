package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.equimodal.datasets.Modality;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which parameters belong to a modality, and that no others do. */
class ParameterGroupsTest {

  private static final List<String> PROJECTION = layer("<m>.projection");
  private static final List<String> PREFERENCE = List.of("<m>.preference");
  private static final List<String> TABLES = List.of("user_embedding", "item_embedding");
  private static final List<String> NODES = List.of("node_embedding");

  private static List<String> layer(String name) {
    return List.of(name + ".weight", name + ".bias");
  }

  @SafeVarargs
  private static List<String> all(List<String>... parts) {
    return Arrays.stream(parts).flatMap(List::stream).toList();
  }

  private static List<String> linears() {
    List<String> names = new ArrayList<>();
    for (int l = 1; l <= 3; l++) {
      for (String part : List.of("aggregate", "self", "combine")) {
        names.addAll(layer("<m>.layer" + l + "." + part));
      }
    }
    return names;
  }

  /** Backbone, options, the group of modality m (k is each of the others), and what is shared. */
  static Stream<Arguments> groups() {
    List<String> both = all(PROJECTION, PREFERENCE);
    List<String> style = all(TABLES, List.of("category_embedding"));
    List<String> query = all(layer("query.hidden"), List.of("query.score.weight"));
    List<String> gates = all(PROJECTION, layer("<m>.purifier"), layer("<m>.preference_gate"));
    Map<String, Object> styles = Map.of("mode", "per-modality");
    Map<String, Object> bare = Map.of("mode", "per-modality", "categories", false);
    return Stream.of(
        Arguments.of("vbpr", Map.of(), both, TABLES),
        Arguments.of("deepstyle", Map.of("mode", "shared"), PROJECTION, style),
        Arguments.of("deepstyle", Map.of("categories", false), PROJECTION, TABLES),
        Arguments.of("deepstyle", styles, all(both, List.of("<m>.category_embedding")), TABLES),
        Arguments.of("deepstyle", bare, both, TABLES),
        Arguments.of("mmgcn", Map.of(), all(both, linears()), TABLES),
        Arguments.of("mmgcn", Map.of("preference", "frozen-random"), all(both, linears()), TABLES),
        Arguments.of("grcn", Map.of(), all(both, List.of("<m>.confidence")), NODES),
        Arguments.of("grcn", Map.of("edgeMode", "mean"), both, NODES),
        Arguments.of("egogcn", Map.of("fusion", "soft"), all(both, layer("<m>.gate.<k>")), NODES),
        Arguments.of("egogcn", Map.of("fusion", "hard"), both, NODES),
        Arguments.of(
            "mgcn",
            Map.of("trainFeatures", true),
            all(gates, List.of("<m>.features")),
            all(TABLES, query)),
        Arguments.of("mgcn", Map.of("trainFeatures", false), gates, all(TABLES, query)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("groups")
  void modalitiesOwnWhatIsTheirs(
      String id, Map<String, Object> changes, List<String> group, List<String> shared) {
    for (int modalities = 1; modalities <= 3; modalities++) {
      try (Catalogue catalogue =
          TestBackbones.catalogue(
              ToyData.random(7, 9, modalities, TestSeed.get()), DataType.FLOAT32)) {
        Backbone backbone = TestBackbones.create(id, changes, catalogue, TestSeed.get());
        List<String> all = new ArrayList<>(shared);
        for (Modality m : catalogue.modalities()) {
          List<String> expected = new ArrayList<>();
          group.forEach(name -> expected.addAll(names(name, m, catalogue.modalities())));
          assertThat(backbone.parametersOf(m).stream().map(Parameter::getName))
              .as("group of %s among %d", m, modalities)
              .containsExactlyInAnyOrderElementsOf(expected);
          all.addAll(expected);
        }
        assertThat(backbone.parameterNames())
            .as("groups and what is shared")
            .containsExactlyInAnyOrderElementsOf(all);
      }
    }
  }

  private static List<String> names(String name, Modality m, List<Modality> modalities) {
    String ofModality = name.replace("<m>", m.name());
    return ofModality.contains("<k>")
        ? modalities.stream()
            .filter(k -> !k.equals(m))
            .map(k -> ofModality.replace("<k>", k.name()))
            .toList()
        : List.of(ofModality);
  }
}
