package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
