package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.LazyAdam;
import org.equimodal.backbones.tensor.Optimizer;
import org.equimodal.backbones.tensor.Rows;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.backbones.tensor.TripleUpload;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Some rows are represented as they are among all, with the same gradients. */
class RowwiseBackboneTest {

  private static final int USERS = 20;
  private static final int ITEMS = 60;

  /** Every backbone that says so, for triples that touch a few and most of the items. */
  static Stream<Arguments> rowwise() {
    return Backbones.ids().stream()
        .filter(id -> Backbones.get(id).isRowwise())
        .flatMap(id -> Stream.of(8, 300).map(triples -> Arguments.of(id, triples)));
  }

  @ParameterizedTest
  @MethodSource("rowwise")
  void marginsAndGradientsAreThoseOfAllRows(String id, int count) {
    Dataset dataset = ToyData.checkerboard(USERS, ITEMS, 3, TestSeed.get());
    Triples triples = ToyData.triples(dataset, count, TestSeed.get());
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT64)) {
      RowwiseBackbone backbone =
          (RowwiseBackbone) TestBackbones.create(id, catalogue, TestSeed.get());
      List<double[]> whole = marginsAndGradients(backbone, triples, false);
      List<double[]> some = marginsAndGradients(backbone, triples, true);
      assertThat(some).hasSameSizeAs(whole);
      for (int k = 0; k < whole.size(); k++) {
        assertThat(some.get(k)).as(TestSeed.message()).containsExactly(whole.get(k), within(1e-12));
      }
    }
  }

  /** The margins of every view, the L2 of every view, and the gradients of their sum. */
  private static List<double[]> marginsAndGradients(
      RowwiseBackbone backbone, Triples triples, boolean touched) {
    Catalogue catalogue = backbone.catalogue();
    List<View> views = Probe.views(catalogue.modalities());
    List<double[]> results = new ArrayList<>();
    try (TripleUpload upload = new TripleUpload(catalogue.manager(), USERS, ITEMS);
        StepScope scope = StepScope.training(catalogue.manager(), backbone.residents())) {
      TripleUpload.Touched ids = touch(upload, scope, triples, false);
      Rows rows = touched ? Rows.of(ids) : Rows.all();
      Map<View, Representations> represented =
          backbone.represent(new ParameterStore(scope.manager(), false), views, rows, true);
      NDArray used = touched ? ids.numbered() : ids.triples();
      Margins margins = new Margins(represented, used, triples.size(), List.of());
      NDArray loss = null;
      for (View view : views) {
        NDArray own = margins.training(view).square().sum().add(margins.l2(view));
        results.add(margins.training(view).toDoubleArray());
        results.add(margins.l2(view).toDoubleArray());
        loss = loss == null ? own : loss.add(own);
      }
      NDList gradients = Kernels.gradients(loss, backbone.parameterArrays());
      gradients.forEach(gradient -> results.add(gradient.toDoubleArray()));
    }
    return results;
  }

  private static TripleUpload.Touched touch(
      TripleUpload upload, StepScope scope, Triples triples, boolean lazily) {
    return upload.uploadTouched(scope, triples, ToyData.noTriples(), lazily);
  }

  /** The first step of both optimisers moves touched rows alike; the lazy one no other. */
  @ParameterizedTest
  @MethodSource("rowwise")
  void lazilyOnlyTouchedRowsMove(String id, int count) {
    Dataset dataset = ToyData.checkerboard(USERS, ITEMS, 2, TestSeed.get());
    Triples triples = ToyData.triples(dataset, count, TestSeed.get());
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT64)) {
      RowwiseBackbone before = create(id, catalogue);
      RowwiseBackbone whole = create(id, catalogue);
      RowwiseBackbone lazily = create(id, catalogue);
      step(whole, triples, new FusedAdam(catalogue.manager(), whole.parameterArrays(), 0.1));
      step(lazily, triples, new LazyAdam(catalogue.manager(), lazily.parameterArrays(), 0.1));
      for (int p = 0; p < before.parameterArrays().size(); p++) {
        assertThat(values(lazily, p))
            .as("%s, %s", before.parameterNames().get(p), TestSeed.message())
            .containsExactly(
                values(whole, p), within(1e-9)); // Adam's first step is 0 without a gradient
      }
      boolean[] user = new boolean[USERS];
      for (int u : triples.users()) {
        user[u] = true;
      }
      int users = before.parameterNames().indexOf("user_embedding");
      double[] old = values(before, users);
      double[] now = values(lazily, users);
      for (int k = 0; k < old.length; k++) {
        assertThat(now[k] != old[k]).as("value %d", k).isEqualTo(user[k / (old.length / USERS)]);
      }
    }
  }

  private static RowwiseBackbone create(String id, Catalogue catalogue) {
    return (RowwiseBackbone) TestBackbones.create(id, catalogue, TestSeed.get());
  }

  private static double[] values(Backbone backbone, int parameter) {
    return backbone.parameterArrays().get(parameter).toDoubleArray();
  }

  private static void step(RowwiseBackbone backbone, Triples triples, Optimizer optimizer) {
    Catalogue catalogue = backbone.catalogue();
    // masked means are those of the touched users: the same where there are triples of all users
    List<View> views =
        triples.size() > 10 * USERS
            ? Probe.views(catalogue.modalities())
            : List.of(Probe.full(backbone));
    try (optimizer;
        TripleUpload upload = new TripleUpload(catalogue.manager(), USERS, ITEMS);
        StepScope scope = StepScope.training(catalogue.manager(), backbone.residents())) {
      TripleUpload.Touched touched = touch(upload, scope, triples, optimizer.isLazy());
      Rows rows = Rows.of(touched, optimizer);
      Map<View, Representations> represented =
          backbone.represent(new ParameterStore(scope.manager(), false), views, rows, true);
      Margins margins = new Margins(represented, touched.numbered(), triples.size(), List.of());
      NDArray loss = null;
      for (View view : views) {
        NDArray own = margins.training(view).square().sum().add(margins.l2(view));
        loss = loss == null ? own : loss.add(own);
      }
      optimizer.step(optimizer.gradients(loss, rows), rows);
    }
  }
}
