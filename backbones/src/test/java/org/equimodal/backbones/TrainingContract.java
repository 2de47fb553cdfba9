package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Triples;
import org.equimodal.datasets.UserUniformSampler;
import org.junit.jupiter.api.function.Executable;

/** What every backbone must do over many steps. */
final class TrainingContract {

  private static final int USERS = 20;
  private static final int ITEMS = 24;
  private static final double LEARNING_RATE = 0.05;

  private final String id;
  private final Dataset dataset;

  TrainingContract(String id, int modalities) {
    this.id = id;
    this.dataset = ToyData.checkerboard(USERS, ITEMS, modalities, TestSeed.get());
  }

  Map<String, Executable> checks() {
    Map<String, Executable> checks = new LinkedHashMap<>();
    checks.put("learns the checkerboard", this::checkerboard);
    checks.put("leaves no array behind", this::leavesNothing);
    return checks;
  }

  private void checkerboard() {
    UserUniformSampler sampler =
        new UserUniformSampler(dataset.split().train(), 256, TestSeed.get());
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32)) {
      Backbone backbone = TestBackbones.create(id, catalogue, TestSeed.get());
      try (FusedAdam adam =
          new FusedAdam(catalogue.manager(), backbone.parameterArrays(), LEARNING_RATE)) {
        for (int step = 0; step < 50; step++) {
          Probe.step(backbone, adam, sampler.batch(step, 0));
        }
      }
      double[] scores = Probe.scores(backbone, Probe.full(backbone));
      int right = 0;
      int all = 0;
      for (int user = 0; user < USERS; user++) {
        for (int liked = user % 2; liked < ITEMS; liked += 2) {
          for (int other = 1 - user % 2; other < ITEMS; other += 2) {
            all++;
            right += scores[user * ITEMS + liked] > scores[user * ITEMS + other] ? 1 : 0;
          }
        }
      }
      assertThat((double) right / all)
          .as("share of pairs in the right order, %s", TestSeed.message())
          .isGreaterThan(0.95);
    }
  }

  private void leavesNothing() {
    Triples batch = ToyData.triples(dataset, 32, TestSeed.get());
    try (Catalogue catalogue = TestBackbones.catalogue(dataset, DataType.FLOAT32);
        NDManager model = catalogue.manager().newSubManager()) {
      Backbone backbone = TestBackbones.create(id, catalogue, TestSeed.get());
      for (NDArray parameter : backbone.parameterArrays()) {
        parameter.attach(model);
      }
      try (FusedAdam adam = new FusedAdam(model, backbone.parameterArrays(), LEARNING_RATE)) {
        model.cap();
        catalogue.manager().cap();
        List<View> views = Probe.views(dataset.modalities());
        int before = arrays(catalogue);
        int parameters = model.getManagedArrays().size();
        for (int step = 0; step < 200; step++) {
          try (StepScope scope = StepScope.training(model, backbone.residents())) {
            NDManager manager = scope.manager();
            NDArray ids = ToyData.triples(manager, batch, batch);
            Margins margins =
                new Margins(
                    Probe.represent(backbone, manager, views, true), ids, batch.size(), views);
            NDArray loss = margins.l2(Probe.full(backbone));
            for (View view : views) {
              if (!view.kept().isEmpty()) {
                loss = loss.sub(margins.training(view).mean()).sub(margins.generic(view).mean());
              }
            }
            NDList gradients = Kernels.gradients(loss, backbone.parameterArrays());
            assertThat(gradients).hasSameSizeAs(backbone.parameterArrays());
            adam.step(gradients);
          }
        }
        assertThat(arrays(catalogue)).as("arrays of the catalogue").isEqualTo(before);
        assertThat(model.getManagedArrays()).as("arrays of the model").hasSize(parameters);
      }
    }
  }

  /** Arrays of the catalogue and of everything below it, and of all of the process. */
  private static int arrays(Catalogue catalogue) {
    NDManager manager = catalogue.manager();
    return manager.getManagedArrays().size() + manager.getParentManager().getManagedArrays().size();
  }
}
