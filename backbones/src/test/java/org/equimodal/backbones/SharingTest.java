package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.equimodal.backbones.tensor.EdgeCounts;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Modality;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the views of a step of distillation have in common is computed once. M is the number of
 * modalities, V that of views; 2M stands for one kept and one masked stream per modality.
 */
@Timeout(300)
class SharingTest {

  private static final int USERS = 9;
  private static final int ITEMS = 12;
  private static final EdgeCounts NONE = new EdgeCounts(0, 0, 0, 0);

  /** What the views of a step of distillation cost, and what they are. */
  private record Step(
      List<View> views,
      EdgeCounts edges,
      long kernels,
      Map<String, Integer> uses,
      Map<View, List<Factor>> factors,
      Set<Factor> singleRows) {

    /** How often a parameter entered the computation. */
    int uses(String parameter) {
      return uses.getOrDefault(parameter, 0);
    }
  }

  /** Counts who asks for a parameter. */
  private static final class CountingStore extends ParameterStore {
    final Map<String, Integer> uses = new HashMap<>();

    CountingStore(NDManager manager) {
      super(manager, false);
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
      uses.merge(parameter.getName(), 1, Integer::sum);
      return super.getValue(parameter, device, training);
    }
  }

  /** Full, each alone, each left out: 3 with two modalities, 7 with three. */
  private static List<View> views(List<Modality> modalities) {
    Set<View> views = new LinkedHashSet<>(List.of(View.full(modalities)));
    modalities.forEach(m -> views.add(View.only(m)));
    modalities.forEach(m -> views.add(View.without(m, modalities)));
    return List.copyOf(views);
  }

  private static void check(
      String id, Map<String, Object> changes, int modalities, BiConsumer<Backbone, Step> check) {
    try (Catalogue catalogue =
        TestBackbones.catalogue(
            ToyData.random(USERS, ITEMS, modalities, TestSeed.get()), DataType.FLOAT32)) {
      Backbone backbone = TestBackbones.create(id, changes, catalogue, TestSeed.get());
      check.accept(backbone, step(backbone));
    }
  }

  private static Step step(Backbone backbone) {
    NDManager manager = backbone.catalogue().manager();
    List<View> views = views(backbone.catalogue().modalities());
    EdgeCounts edges =
        EdgeCounts.of(
            () -> {
              try (StepScope scope = StepScope.training(manager, backbone.residents())) {
                assertThat(Probe.represent(backbone, scope.manager(), views, true)).isNotEmpty();
              }
            });
    // outside a training scope nothing asks the kernels where the graph is to be cut
    try (StepScope scope = StepScope.inference(manager, backbone.residents())) {
      CountingStore store = new CountingStore(scope.manager());
      long before = Kernels.calls();
      Map<View, Representations> represented = backbone.represent(store, views, true);
      Map<View, List<Factor>> factors = new HashMap<>();
      Set<Factor> singleRows = new HashSet<>();
      represented.forEach(
          (view, shown) -> {
            factors.put(view, shown.factors());
            for (Factor factor : shown.factors()) {
              if (factor.isConstant()) {
                singleRows.add(factor);
              } else {
                factor.users(); // all that a step asks for
              }
            }
          });
      long kernels = Kernels.calls() - before;
      return new Step(views, edges, kernels, store.uses, factors, singleRows);
    }
  }

  /** Kernel calls that are not on edges: they make rows of unit length, or sums of products. */
  private static long onRows(Step step) {
    return step.kernels() - step.edges().total();
  }

  private static void usedTwicePerModality(Backbone backbone, Step step, String... suffixes) {
    for (Modality m : backbone.catalogue().modalities()) {
      for (String suffix : suffixes) {
        usedTwice(step, m, suffix);
      }
    }
  }

  private static void usedTwice(Step step, Modality m, String suffix) {
    assertThat(step.uses(m.name() + suffix))
        .as("uses of %s%s: kept and masked", m, suffix)
        .isEqualTo(2);
  }

  /** How many factors of that position there are among all views. */
  private static int distinct(Step step, int position, Collection<View> views) {
    Set<Factor> factors = new LinkedHashSet<>();
    views.forEach(view -> factors.add(step.factors().get(view).get(position)));
    return factors.size();
  }

  private static void shared(Step step, int position, String what) {
    assertThat(distinct(step, position, step.views())).as(what).isEqualTo(1);
  }

  /** One factor for all views that keep a modality, another for all that mask it. */
  private static void oneKeptAndOneMasked(Backbone backbone, Step step) {
    for (Modality m : backbone.catalogue().modalities()) {
      int position = 1 + m.index();
      List<View> kept = new ArrayList<>(step.views());
      kept.removeIf(view -> !view.keeps(m));
      List<View> masked = new ArrayList<>(step.views());
      masked.removeAll(kept);
      assertThat(distinct(step, position, kept)).as("factors of %s, kept", m).isEqualTo(1);
      assertThat(distinct(step, position, masked)).as("factors of %s, masked", m).isEqualTo(1);
      assertThat(distinct(step, position, step.views())).as("factors of %s", m).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void vbprSharesEverything(int modalities) {
    check(
        "vbpr",
        Map.of(),
        modalities,
        (vbpr, step) -> {
          assertThat(step.edges()).isEqualTo(NONE);
          assertThat(step.kernels()).isZero();
          shared(step, 0, "factors of ids");
          oneKeptAndOneMasked(vbpr, step);
          usedTwicePerModality(vbpr, step, ".projection.weight");
          for (Modality m : vbpr.catalogue().modalities()) {
            assertThat(step.uses(m.name() + ".preference"))
                .as("the mean preference of %s moves no margin", m)
                .isEqualTo(1);
          }
          for (Modality m : vbpr.catalogue().modalities()) {
            for (View view : step.views()) {
              assertThat(step.singleRows().contains(step.factors().get(view).get(1 + m.index())))
                  .as("%s in view %s is a single row", m, view)
                  .isEqualTo(!view.keeps(m));
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void deepStyleSharesProjectionsAndCategories(int modalities) {
    check(
        "deepstyle",
        Map.of("mode", "shared"),
        modalities,
        (deepStyle, step) -> {
          assertThat(step.edges()).isEqualTo(NONE);
          assertThat(step.kernels()).isZero();
          assertThat(step.uses("category_embedding")).isEqualTo(1);
          usedTwicePerModality(deepStyle, step, ".projection.weight");
        });
    check(
        "deepstyle",
        Map.of("mode", "per-modality"),
        modalities,
        (deepStyle, step) -> {
          assertThat(step.edges()).isEqualTo(NONE);
          assertThat(step.kernels()).isZero();
          shared(step, 0, "factors of ids");
          oneKeptAndOneMasked(deepStyle, step);
          usedTwicePerModality( // categories are not masked, so masked factors move margins
              deepStyle, step, ".projection.weight", ".preference", ".category_embedding");
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void mmgcnRunsOneKeptAndOneMaskedStreamPerModality(int modalities) {
    check(
        "mmgcn",
        Map.of(),
        modalities,
        (mmgcn, step) -> {
          int layers = 3;
          int inputs = 2; // preferences and features, of unit length
          assertThat(step.edges()).isEqualTo(new EdgeCounts(2 * modalities * layers, 0, 0, 0));
          assertThat(onRows(step)).isEqualTo(2L * modalities * inputs);
          usedTwicePerModality(mmgcn, step, ".projection.weight", ".preference");
          for (int l = 1; l <= layers; l++) {
            String layer = ".layer" + l;
            usedTwicePerModality(
                mmgcn,
                step,
                layer + ".aggregate.weight",
                layer + ".self.weight",
                layer + ".combine.weight");
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void grcnAttendsInKeptStreamsAlone(int modalities) {
    for (int rounds : new int[] {0, 1, 3}) {
      check("grcn", Map.of("rounds", rounds), modalities, (grcn, step) -> grcn(grcn, step, rounds));
    }
    check("grcn", Map.of("routing", "released"), modalities, (grcn, step) -> grcn(grcn, step, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void grcnDropsTheSameEdgesInAllViews(int modalities) {
    check(
        "grcn",
        Map.of("edgeDropout", 0.3),
        modalities,
        (grcn, step) -> {
          int attentions = modalities * (3 + 1);
          int uniform = 1; // of all masked streams
          assertThat(step.edges())
              .isEqualTo(
                  new EdgeCounts(
                      attentions + 2 * step.views().size(),
                      attentions,
                      attentions + uniform,
                      modalities));
        });
  }

  private static void grcn(Backbone grcn, Step step, int rounds) {
    int m = grcn.catalogue().modalities().size();
    int attentions = m * (rounds + 1); // each routes users, then goes over all edges
    int idLayers = 2 * step.views().size(); // edge weights depend on the view
    assertThat(step.edges())
        .as("%d rounds", rounds)
        .isEqualTo(new EdgeCounts(attentions + idLayers, attentions, attentions, m));
    int ids = 1;
    int inputs = 2; // preferences and features
    assertThat(onRows(step)).isEqualTo(ids + 2L * m * (inputs + rounds));
    assertThat(distinct(step, 0, step.views())).isEqualTo(step.views().size());
    oneKeptAndOneMasked(grcn, step);
    usedTwicePerModality(grcn, step, ".projection.weight", ".preference");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void egoGcnSharesIdsAndGatesButNoAttention(int modalities) {
    for (int rounds : new int[] {0, 1, 3}) {
      check(
          "egogcn",
          Map.of("rounds", rounds),
          modalities,
          (egoGcn, step) -> {
            int streams = modalities * step.views().size();
            int attentions = (1 + rounds) * streams;
            int idLayers = 2; // once for all views
            assertThat(step.edges())
                .as("%d rounds", rounds)
                .isEqualTo(new EdgeCounts(attentions + idLayers, attentions, attentions, 0));
            ids(egoGcn, step, attentions);
            for (Modality m : egoGcn.catalogue().modalities()) {
              for (Modality k : egoGcn.catalogue().modalities()) {
                if (!k.equals(m)) {
                  usedTwice(step, m, ".gate." + k.name() + ".weight");
                }
              }
            }
          });
    }
  }

  private static void ids(Backbone egoGcn, Step step, int attentions) {
    int m = egoGcn.catalogue().modalities().size();
    int inputs = 2; // preferences and features
    assertThat(onRows(step)).isEqualTo(1 + 2L * m * inputs + attentions);
    shared(step, 0, "factors of ids");
    assertThat(step.uses("node_embedding")).isEqualTo(1);
    for (int position = 1; position <= m; position++) {
      assertThat(distinct(step, position, step.views()))
          .as("every stream sees the whole view")
          .isEqualTo(step.views().size());
    }
    usedTwicePerModality(egoGcn, step, ".projection.weight", ".preference");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void egoGcnFusesHardInEveryView(int modalities) {
    check(
        "egogcn",
        Map.of("fusion", "hard"),
        modalities,
        (egoGcn, step) -> {
          int streams = modalities * step.views().size();
          int routing = streams; // R = 1
          int idLayers = 2;
          assertThat(step.edges())
              .isEqualTo(
                  new EdgeCounts(
                      2 * streams + routing + idLayers, // own rows and mean rows
                      2 * modalities + streams + routing, // with own rows, with mean rows
                      modalities + streams + routing, // to choose, where it is not known; again
                      0));
          ids(egoGcn, step, streams + routing);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void mgcnAddsOneItemViewPerMaskedModality(int modalities) {
    for (int layers : new int[] {0, 2}) {
      for (int itemLayers : new int[] {0, 1, 2}) {
        check(
            "mgcn",
            Map.of("layers", layers, "itemLayers", itemLayers),
            modalities,
            (mgcn, step) -> {
              int toUsers = 1;
              int sums = layers + 2 * modalities * (itemLayers + toUsers);
              mgcn(mgcn, step, sums);
            });
      }
    }
    check(
        "mgcn",
        Map.of("maskedGraph", "identity", "trainFeatures", false),
        modalities,
        (mgcn, step) -> mgcn(mgcn, step, 2 + modalities * (1 + 1) + modalities * 1));
  }

  private static void mgcn(Backbone mgcn, Step step, int sums) {
    assertThat(step.edges()).isEqualTo(new EdgeCounts(sums, 0, 0, 0));
    int m = mgcn.catalogue().modalities().size();
    assertThat(onRows(step)).as("products").isEqualTo(step.views().size() * (2L * m - 1));
    usedTwicePerModality(mgcn, step, ".purifier.weight");
    assertThat(step.uses("query.hidden.weight")).isEqualTo(2 * m);
    assertThat(step.uses("user_embedding")).isEqualTo(1);
    for (Modality modality : mgcn.catalogue().modalities()) {
      assertThat(step.uses(modality.name() + ".preference_gate.weight"))
          .as("the gate of %s depends on behaviour alone", modality)
          .isEqualTo(1);
      boolean trained = mgcn.getDirectParameters().contains(modality.name() + ".features");
      assertThat(step.uses(modality.name() + ".features")).isEqualTo(trained ? 1 : 0);
      assertThat(step.uses(modality.name() + ".projection.weight"))
          .as("the masked row of trained features is the mean of kept ones")
          .isEqualTo(trained ? 1 : 2);
    }
  }
}
