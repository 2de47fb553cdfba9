package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StepScopeTest {

  private NDManager owner;
  private NDArray resident;

  @BeforeEach
  void open() {
    owner = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    resident = owner.create(new float[] {1, 2, 3});
    resident.setRequiresGradient(true);
  }

  @AfterEach
  void close() {
    owner.close();
  }

  private void assertHandedBack() {
    assertThat(resident.getManager()).isSameAs(owner);
    assertThat(owner.getManagedArrays()).containsExactly(resident);
    assertThat(resident.toFloatArray()).containsExactly(1, 2, 3);
    assertThat(resident.hasGradient()).isTrue();
  }

  private void assertRecords(StepScope scope) {
    NDArray gradient = Kernels.gradients(resident.mul(resident).sum(), new NDList(resident)).head();
    assertThat(gradient.toFloatArray()).containsExactly(2, 4, 6);
    assertThat(gradient.getManager()).isSameAs(scope.manager());
  }

  @Test
  void freesWhatItCreatesAndHandsBackWhatItAdopted() {
    owner.cap();
    NDArray made;
    NDArray derived;
    try (StepScope scope = StepScope.inference(owner, new NDList(resident))) {
      made = scope.manager().zeros(new Shape(3));
      derived = resident.add(made);
      assertThat(derived.getManager()).isSameAs(scope.manager());
    }
    assertThatThrownBy(made::toFloatArray).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(derived::toFloatArray).isInstanceOf(IllegalStateException.class);
    assertHandedBack();
  }

  @Test
  void recordsGradientsWhileItTrainsAndOnlyThen() {
    try (StepScope scope = StepScope.training(owner, new NDList(resident))) {
      assertRecords(scope);
    }
    try (StepScope scope = StepScope.inference(owner, new NDList(resident))) {
      NDArray loss = resident.mul(resident).sum();
      assertThat(loss.getManager()).isSameAs(scope.manager());
      assertThatThrownBy(() -> Kernels.gradients(loss, new NDList(resident)))
          .hasMessageContaining("does not require grad");
    }
    assertHandedBack();
  }

  @Test
  void trainsInOneScopeAtATime() {
    try (StepScope scope = StepScope.training(owner)) {
      assertThatThrownBy(() -> StepScope.training(owner)).isInstanceOf(RuntimeException.class);
      assertThat(scope.manager().isOpen()).isTrue();
    }
    try (StepScope scope = StepScope.training(owner, new NDList(resident))) {
      assertRecords(scope);
    }
    assertHandedBack();
  }

  /** A failed start must not keep later steps from training. */
  @Test
  void canTrainAfterAScopeCouldNotBeOpened() {
    NDManager closed = owner.newSubManager();
    closed.close();
    assertThatThrownBy(() -> StepScope.training(closed)).isInstanceOf(RuntimeException.class);
    try (StepScope scope = StepScope.training(owner, new NDList(resident))) {
      assertRecords(scope);
    }
  }

  @Test
  void handsBackThroughNestedScopes() {
    try (StepScope outer = StepScope.training(owner, new NDList(resident))) {
      try (StepScope inner = StepScope.inference(outer.manager(), new NDList(resident))) {
        assertThat(resident.getManager()).isSameAs(inner.manager());
      }
      assertThat(resident.getManager()).isSameAs(outer.manager());
      NDArray made = outer.manager().ones(new Shape(3));
      try (StepScope inner = StepScope.inference(owner, new NDList(made), new NDList(resident))) {
        assertThat(made.add(resident).getManager()).isSameAs(inner.manager());
      }
      assertThat(made.toFloatArray()).containsOnly(1);
      assertThat(made.getManager()).isSameAs(outer.manager());
    }
    assertHandedBack();
  }

  /** Two models on one catalogue both count its features among their residents. */
  @Test
  void handsBackWhatIsAdoptedTwice() {
    NDList residents = new NDList(resident);
    try (StepScope scope = StepScope.inference(owner, residents, residents)) {
      scope.adopt(residents);
      assertThat(resident.getManager()).isSameAs(scope.manager());
    }
    assertHandedBack();
  }

  @Test
  void handsBackAfterAFailure() {
    assertThatThrownBy(
            () -> {
              try (StepScope scope = StepScope.training(owner, new NDList(resident))) {
                throw new ArithmeticException(scope.manager().getName());
              }
            })
        .isInstanceOf(ArithmeticException.class);
    assertHandedBack();
  }

  @Test
  void aTrainingScopeThatCannotAdoptLeavesRoomForTheNext() {
    try (NDManager owner = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDList missing = new NDList((NDArray) null);
      assertThatThrownBy(() -> StepScope.training(owner, missing))
          .isInstanceOf(NullPointerException.class);
      try (StepScope next = StepScope.training(owner)) {
        assertThat(next.manager().isOpen()).isTrue();
      }
    }
  }
}
