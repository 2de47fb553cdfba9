package org.equimodal.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.RunFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was saved comes back to the bit, and nothing else is taken for it. */
class CheckpointTest {

  private static final List<String> NAMES = List.of("users", "items.visual");
  private static final float[] USERS = {1, -0f, Float.MIN_VALUE, 1f / 3, 5, 6};
  private static final float[] ITEMS = {7, Float.MAX_VALUE};

  @TempDir Path run;

  private NDManager manager;
  private Checkpoint checkpoint;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
    checkpoint = new Checkpoint(RunFolder.at(run));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static Checkpoint.State state(int epoch, int batch) {
    return new Checkpoint.State(
        false, epoch, batch, 2, 1.0 / 3, 1, Map.of("recall@20", 1.0 / 3), 0.1, 0.2);
  }

  private NDList arrays() {
    return new NDList(
        manager.create(USERS, new Shape(2, 3)), manager.create(ITEMS, new Shape(1, 2)));
  }

  private NDList empty() {
    return new NDList(manager.zeros(new Shape(2, 3)), manager.zeros(new Shape(1, 2)));
  }

  private static void assertArrays(NDList actual) {
    assertThat(bits(actual.get(0))).isEqualTo(bits(USERS));
    assertThat(bits(actual.get(1))).isEqualTo(bits(ITEMS));
  }

  private static int[] bits(NDArray array) {
    return bits(array.toFloatArray());
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, k -> Float.floatToRawIntBits(values[k]));
    return bits;
  }

  private static void assertRefused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(InputException.class).hasMessageContainingAll(parts);
  }

  @Test
  void theModelComesBack() {
    checkpoint.saveModel(state(3, 0), NAMES, arrays());
    NDList into = empty();
    checkpoint.loadModel(NAMES, into);
    assertArrays(into);
    assertThat(checkpoint.readState()).isEqualTo(state(3, 0));
    assertThat(RunFiles.in(run))
        .containsExactlyInAnyOrder("checkpoint/model.safetensors", "checkpoint/state.json");
  }

  @Test
  void parametersAreFoundByName() {
    NDList arrays = arrays();
    checkpoint.saveModel(
        state(3, 0), List.of(NAMES.get(1), NAMES.get(0)), new NDList(arrays.get(1), arrays.get(0)));
    NDList into = empty();
    checkpoint.loadModel(NAMES, into);
    assertArrays(into);
  }

  @Test
  void savingLeavesNamesAndArraysAlone() {
    NDList arrays = arrays();
    arrays.get(0).setName("own");
    checkpoint.saveModel(state(1, 0), NAMES, arrays);
    assertThat(arrays.get(0).getName()).isEqualTo("own");
    assertArrays(arrays);
  }

  @Test
  void aTrainingUnderWayComesBack() {
    assertThat(checkpoint.canResume()).isFalse();
    checkpoint.saveResume(state(1, 2), arrays());
    checkpoint.saveResume(state(1, 3), arrays());
    assertThat(checkpoint.canResume()).isTrue();
    assertThat(checkpoint.readState()).isEqualTo(state(1, 3));
    NDList into = empty();
    checkpoint.loadResume(checkpoint.readState(), into);
    assertArrays(into);
    assertThat(RunFiles.in(run))
        .containsExactlyInAnyOrder("checkpoint/resume-1-3.safetensors", "checkpoint/state.json");
  }

  @Test
  void aFinishedTrainingIsNotUnderWay() {
    checkpoint.saveResume(state(1, 2), arrays());
    checkpoint.saveModel(state(3, 0), NAMES, arrays());
    assertThat(checkpoint.canResume()).isFalse();
    assertThat(RunFiles.in(run))
        .containsExactlyInAnyOrder("checkpoint/model.safetensors", "checkpoint/state.json");
  }

  @Test
  void aStateWithoutItsArraysIsNotUnderWay() throws Exception {
    checkpoint.saveResume(state(1, 2), arrays());
    Files.delete(run.resolve("checkpoint/resume-1-2.safetensors"));
    assertThat(checkpoint.canResume()).isFalse();
  }

  @Test
  void refusesOtherShapes() {
    checkpoint.saveModel(state(3, 0), NAMES, arrays());
    NDList wide = new NDList(manager.zeros(new Shape(3, 2)), manager.zeros(new Shape(1, 2)));
    assertRefused(
        () -> checkpoint.loadModel(NAMES, wide), "model.safetensors", "users", "(3, 2)", "(2, 3)");
    assertThat(wide.get(0).toFloatArray()).containsOnly(0);
  }

  @Test
  void refusesOtherNames() {
    checkpoint.saveModel(state(3, 0), NAMES, arrays());
    assertRefused(
        () -> checkpoint.loadModel(List.of("users", "items.textual"), empty()),
        "model.safetensors",
        "items.textual",
        "absent");
  }

  @Test
  void refusesOtherNumbersOfArrays() {
    checkpoint.saveModel(state(3, 0), NAMES, arrays());
    NDList one = new NDList(manager.zeros(new Shape(2, 3)));
    assertRefused(
        () -> checkpoint.loadModel(List.of("users"), one), "holds 2 arrays", "the model has 1");
  }

  @Test
  void refusesMissingFiles() {
    assertRefused(() -> checkpoint.loadModel(NAMES, empty()), "model.safetensors", "missing");
    assertRefused(checkpoint::readState, "state.json");
  }

  @Test
  void refusesFilesThatCannotBeRead() throws Exception {
    Files.writeString(run.resolve("checkpoint"), "a file where the folder should be");
    assertRefused(
        () -> checkpoint.loadModel(NAMES, empty()),
        "cannot read " + run.resolve("checkpoint/model.safetensors") + ": Not a directory",
        "check the file and its permissions");
  }

  @Test
  void refusesDamagedFiles() throws Exception {
    checkpoint.saveModel(state(3, 0), NAMES, arrays());
    Path file = run.resolve("checkpoint/model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    for (int kept : new int[] {0, 5, 40, bytes.length - 4}) {
      Files.write(file, Arrays.copyOf(bytes, kept));
      assertRefused(() -> checkpoint.loadModel(NAMES, empty()), "model.safetensors");
    }
    Files.writeString(file, "no safetensors at all, but long enough to be mistaken for some");
    assertRefused(() -> checkpoint.loadModel(NAMES, empty()), "model.safetensors");
  }
}
