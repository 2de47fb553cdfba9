package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators are counted for, by hand. */
class OperatorProfileTest {

  private NDManager manager;
  private NDArray array;

  @BeforeEach
  void create() {
    manager = NDManager.newBaseManager();
    array = manager.ones(new Shape(4, 16));
  }

  @AfterEach
  void free() {
    manager.close();
  }

  /** {@code ends} is the order of the calls; each is {@code name start memory}. */
  private static OperatorProfile trace(String... ends) throws Exception {
    StringBuilder events = new StringBuilder();
    for (String end : ends) {
      String[] call = end.split(" ", 3);
      events
          .append(events.isEmpty() ? "" : ",")
          .append(
              "{\"name\": \"%s\", \"ts\": %s, \"cpu mem\": \"%s\"}"
                  .formatted(call[0], call[1], call[2]));
    }
    return OperatorProfile.of(new ObjectMapper().readTree("[" + events + "]"));
  }

  @Test
  void countsTheInnermostOperatorsThatWork() throws Exception {
    OperatorProfile profile =
        trace(
            "aten::empty 2.0 64 b",
            "aten::fill_ 4.0 0 b",
            "aten::zero_ 3.0 0 b",
            "aten::zeros 1.0 64 b",
            "aten::as_strided 6.0 0 b",
            "aten::select 5.0 0 b",
            "aten::resolve_conj 8.0 0 b",
            "aten::mm 7.0 1.50 Kb");
    assertThat(profile).isEqualTo(new OperatorProfile(2, 64 + 1536, 0, 0)); // fill_ and mm
  }

  @Test
  void addsWhatIsAllocatedAndTakesNothingAway() throws Exception {
    OperatorProfile profile =
        trace(
            "aten::mul 2.0 -256 b",
            "aten::sum 3.0 1.00 Mb",
            "MulBackward0 1.0 1023.75 Kb",
            "aten::add 4.0 4 b");
    assertThat(profile).isEqualTo(new OperatorProfile(3, (1 << 20) + 4, 0, 0));
  }

  @Test
  void tellsNumbersGivenToAKernelFromReads() throws Exception {
    OperatorProfile profile =
        trace(
            "aten::_local_scalar_dense 3.0 0 b",
            "aten::item 2.0 0 b",
            "margins 1.0 0 b",
            "aten::_local_scalar_dense 6.0 0 b",
            "aten::item 5.0 0 b",
            "edge_sum 4.0 0 b",
            "aten::nonzero 7.0 8 b");
    assertThat(profile).isEqualTo(new OperatorProfile(1, 8, 1, 2));
  }

  @Test
  void profilesWhatRuns() {
    assertThat(OperatorProfile.of(() -> {})).isEqualTo(new OperatorProfile(0, 0, 0, 0));
    assertThat(OperatorProfile.of(() -> array.add(array).mul(array)))
        .isEqualTo(new OperatorProfile(2, 2 * 256, 0, 0));
    assertThat(OperatorProfile.of(() -> array.transpose().reshape(2, 32)).kernels())
        .as("a copy, for the transposed rows do not lie in a row")
        .isOne();
    assertThat(OperatorProfile.of(array::nonzero).hostReads()).isOne();
  }

  @Test
  void hardlySeesWhatJavaReads() {
    NDArray scalar = array.sum();
    assertThat(OperatorProfile.of(scalar::getFloat)).isEqualTo(new OperatorProfile(1, 4, 0, 0));
    assertThat(OperatorProfile.of(array::toFloatArray)).isEqualTo(new OperatorProfile(0, 0, 0, 0));
  }

  @Test
  void endsWithTheWork() {
    assertThatThrownBy(
            () ->
                OperatorProfile.of(
                    () -> {
                      throw new IllegalStateException("work");
                    }))
        .hasMessage("work");
    assertThat(OperatorProfile.of(() -> array.neg()).kernels()).isOne();
  }
}
