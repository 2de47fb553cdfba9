package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two users with the factors 1 and 2, four items with 1, 10, 100 and 1000; a second factor is ten
 * times as large, a third is the same for all items.
 */
class MarginsTest {

  private static final View SMALL = View.only(new Modality(0, "small"));
  private static final View LARGE = View.only(new Modality(1, "large"));
  private static final Triples TRAINING =
      new Triples(new int[] {0, 1}, new int[] {1, 2}, new int[] {0, 1});
  private static final Triples GENERIC =
      new Triples(new int[] {1, 0}, new int[] {3, 0}, new int[] {0, 2});

  private NDManager manager;
  private NDArray ids;
  private final Map<View, Representations> views = new LinkedHashMap<>();

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    NDArray users = manager.create(new float[] {1, 2}, new Shape(2, 1));
    NDArray items = manager.create(new float[] {1, 10, 100, 1000}, new Shape(4, 1));
    NDArray tens = manager.create(new float[] {10}, new Shape(1, 1));
    Factor small = new Factor(users, items);
    Factor large = new Factor(users.mul(tens), items);
    Factor constant = new Factor(users, tens);
    views.put(SMALL, new Representations(List.of(small, constant)));
    views.put(LARGE, new Representations(List.of(small, large)));
    ids = ToyData.triples(manager, TRAINING, GENERIC);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void givesTrainingAndGenericTriplesApart() {
    Margins margins = new Margins(views, ids, 2, List.of(SMALL, LARGE));
    assertThat(margins.training(SMALL).toFloatArray()).containsExactly(9, 180);
    assertThat(margins.generic(SMALL).toFloatArray()).containsExactly(1998, -99);
    assertThat(margins.training(LARGE).toFloatArray()).containsExactly(99, 1980);
    assertThat(margins.generic(LARGE).toFloatArray()).containsExactly(21978, -1089);
  }

  @Test
  void givesTheSameWhateverViewsAreGeneric() {
    for (List<View> generic : List.of(List.<View>of(), List.of(SMALL), List.of(LARGE))) {
      Margins margins = new Margins(views, ids, 2, generic);
      assertThat(margins.training(LARGE).toFloatArray()).containsExactly(99, 1980);
      assertThat(margins.l2(SMALL).getFloat())
          .isEqualTo((1 + 100 + 1 + 4 + 10_000 + 100 + 1 + 200 + 4 + 200) / 4f);
      for (View view : generic) {
        assertThat(margins.generic(view).getShape()).isEqualTo(new Shape(2));
      }
    }
  }

  @Test
  void stacksViewsInTheOrderAsked() {
    Margins margins = new Margins(views, ids, 2, List.of(SMALL, LARGE));
    assertThat(margins.training(List.of(LARGE, SMALL)).toFloatArray())
        .containsExactly(99, 1980, 9, 180);
    assertThat(margins.generic(List.of(LARGE, SMALL)).toFloatArray())
        .containsExactly(21978, -1089, 1998, -99);
  }

  @Test
  void takesTriplesThatAreAllForTraining() {
    NDArray alone = ToyData.triples(manager, TRAINING, ToyData.noTriples());
    Margins margins = new Margins(views, alone, 2, List.of());
    assertThat(margins.training(SMALL).toFloatArray()).containsExactly(9, 180);
    assertThat(margins.l2(LARGE).getFloat())
        .isEqualTo((1 + 100 + 1 + 4 + 10_000 + 100 + 100 + 100 + 1 + 400 + 10_000 + 100) / 4f);
  }

  @Test
  void computesEveryFactorOnce() {
    long before = Kernels.calls();
    Margins margins = new Margins(views, ids, 2, List.of(SMALL, LARGE));
    assertThat(Kernels.calls()).isEqualTo(before);
    for (int round = 0; round < 3; round++) {
      margins.training(List.of(SMALL, LARGE));
      margins.generic(List.of(SMALL, LARGE));
      margins.l2(LARGE);
    }
    assertThat(Kernels.calls()).as("factors that move").isEqualTo(before + 2);
    margins.l2(SMALL);
    assertThat(Kernels.calls()).as("with the constant factor").isEqualTo(before + 3);
  }

  @Test
  void representationsJoinTheirFactors() {
    Representations small = views.get(SMALL);
    assertThat(small.moving().factors()).containsExactly(small.factors().get(0));
    assertThat(small.factors().get(1).isConstant()).isTrue();
    assertThat(small.userMatrix(2).toFloatArray()).containsExactly(1, 1, 2, 2);
    assertThat(small.itemMatrix(4).toFloatArray())
        .containsExactly(1, 10, 10, 10, 100, 10, 1000, 10);
    NDArray mean = manager.create(new float[] {1.5f}, new Shape(1, 1));
    Factor masked = new Factor(mean, small.factors().get(0).items());
    assertThat(new Representations(List.of(masked)).userMatrix(3).toFloatArray())
        .containsExactly(1.5f, 1.5f, 1.5f);
  }
}
