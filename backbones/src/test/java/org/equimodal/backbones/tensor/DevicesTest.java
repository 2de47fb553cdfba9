package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.stream.Stream;
import org.equimodal.backbones.tensor.Devices.Machine;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {

  private static void assumeNoGpu() {
    assumeTrue(
        Engine.getInstance().getGpuCount() == 0,
        "this machine has a GPU, the test is of one without");
  }

  private static void assumeGpu() {
    assumeTrue(Engine.getInstance().getGpuCount() > 0, "this machine has no GPU");
  }

  private static final Machine READY = new Machine(true, 2, true);
  private static final Machine NO_GPU = new Machine(false, 0, false);
  private static final Machine CPU_LIBTORCH = new Machine(true, 2, false);
  private static final Machine NO_LIBCUDART = new Machine(true, 0, true);
  private static final Machine DRIVER_ALONE = new Machine(true, 0, false);

  static Stream<Arguments> machinesInNeed() {
    return Stream.of(
        arguments(CPU_LIBTORCH, "PYTORCH_LIBRARY_PATH"),
        arguments(NO_LIBCUDART, "libcudart.so.12 on LD_LIBRARY_PATH"),
        arguments(DRIVER_ALONE, "it takes an NVIDIA driver, libcudart"));
  }

  @Test
  void takesAGpuOfAMachineThatIsReady() {
    assertThat(READY.choose("auto")).isEqualTo(Device.gpu(0));
    assertThat(READY.choose("cuda")).isEqualTo(Device.gpu(0));
    assertThat(READY.choose("cuda:1")).isEqualTo(Device.gpu(1));
    assertThat(READY.choose("cpu")).isEqualTo(Device.cpu());
    assertThat(READY.unusedGpu("auto")).isEmpty();
    assertThatThrownBy(() -> READY.choose("cuda:2"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "device: cuda:2 was asked for but only 2 GPUs are visible, numbered from 0; check CUDA_VISIBLE_DEVICES");
  }

  @ParameterizedTest
  @MethodSource("machinesInNeed")
  void saysWhyAGpuIsNotUsed(Machine machine, String why) {
    assertThat(machine.choose("auto")).isEqualTo(Device.cpu());
    assertThat(machine.unusedGpu("auto"))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith("running on the CPU although there is a GPU: ")
                    .contains(why)
                    .hasLineCount(1));
    assertThat(machine.unusedGpu("cpu")).as("as asked for").isEmpty();
    assertThatThrownBy(() -> machine.choose("cuda"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("device: cuda was asked for but no GPU is usable: ")
        .hasMessageContaining(why)
        .hasMessageEndingWith("; or use --device cpu");
  }

  @Test
  void missesNoGpuWhereThereIsNone() {
    assertThat(NO_GPU.choose("auto")).isEqualTo(Device.cpu());
    assertThat(NO_GPU.unusedGpu("auto")).isEmpty();
  }

  @Test
  void takesTheCpuWhenTold() {
    assertThat(Devices.choose("cpu")).isEqualTo(Device.cpu());
  }

  @Test
  void takesTheCpuWhereThereIsNoGpu() {
    assumeNoGpu();
    assertThat(Devices.choose("auto")).isEqualTo(Device.cpu());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "", "cuda:", "cuda:x", "cuda:-1", "cpu:0", "CPU"})
  void refusesWhatIsNoName(String name) {
    assertThatThrownBy(() -> Devices.choose(name))
        .isInstanceOf(InputException.class)
        .hasMessage("device: must be auto, cpu, cuda or cuda:N (N a number), was \"" + name + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "cuda:0", "cuda:3"})
  void saysWhatAGpuTakesWhereThereIsNone(String name) {
    assumeNoGpu();
    assertThatThrownBy(() -> Devices.choose(name))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("device: " + name + " was asked for but no GPU is usable")
        .hasMessageContaining("LD_LIBRARY_PATH")
        .hasMessageContaining("PYTORCH_LIBRARY_PATH")
        .hasMessageContaining("--device cpu")
        .message()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "cuda", "cuda:0"})
  void takesTheFirstGpu(String name) {
    assumeGpu();
    assertThat(Devices.choose(name)).isEqualTo(Device.gpu(0));
  }

  @Test
  void saysHowManyGpusThereAre() {
    assumeGpu();
    int gpus = Engine.getInstance().getGpuCount();
    assertThatThrownBy(() -> Devices.choose("cuda:" + gpus))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("only " + gpus + " GPU")
        .hasMessageContaining("CUDA_VISIBLE_DEVICES");
  }
}
