package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.jna.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.equimodal.backbones.Backbones;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What libtorch and NVIDIA's libraries find in their environment. */
class NativeEnvironmentTest {

  @BeforeEach
  void assumeEnvironment() {
    assumeFalse(Platform.isWindows(), "the environment of libraries is not set on Windows");
  }

  private static Settings settings(String... sets) {
    return Configuration.resolve(
        new Sources(List.of(), List.of(sets), List.of()),
        Backbones.ids(),
        id -> Backbones.get(id).settingsType());
  }

  @AfterEach
  void restore() {
    NativeEnvironment.prepareEngine(settings());
  }

  @Test
  void float32IsFloat32() {
    NativeEnvironment.prepareEngine(settings("training.matmul=tf32"));
    for (String matmul : List.of("float32", "bfloat16")) {
      NativeEnvironment.prepareEngine(settings("training.matmul=" + matmul));
      assertThat(NativeEnvironment.get("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE")).isEqualTo("0");
      assertThat(NativeEnvironment.get("NVIDIA_TF32_OVERRIDE")).isEqualTo("0");
    }
  }

  @Test
  void tf32IsAsked() {
    NativeEnvironment.prepareEngine(settings("training.matmul=tf32"));
    assertThat(NativeEnvironment.get("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE")).isEqualTo("1");
    assertThat(NativeEnvironment.get("NVIDIA_TF32_OVERRIDE")).isEqualTo("1");
  }

  @Test
  void onTheCpuNothingIsAsked() {
    NativeEnvironment.prepareEngine(settings());
    NativeEnvironment.prepareEngine(settings("device=cpu", "training.matmul=tf32"));
    assertThat(NativeEnvironment.get("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE")).isEqualTo("0");
  }

  @Test
  void memoryIsAsTheUserSaysElseAsWeChoose() {
    NativeEnvironment.prepareEngine(settings());
    for (List<String> choice :
        List.of(
            List.of("CUBLAS_WORKSPACE_CONFIG", ":4096:8"),
            List.of("PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:True"))) {
      String ofUser = System.getenv(choice.get(0)); // as it was when this process started
      assertThat(NativeEnvironment.get(choice.get(0)))
          .isEqualTo(ofUser == null ? choice.get(1) : ofUser);
    }
  }

  @Test
  void libcudartIsLookedForBesideLibtorchAndWhereTheSystemLooks() {
    LibtorchFolder brought = new LibtorchFolder(Path.of("/site-packages/torch/lib"));
    assertThat(NativeEnvironment.librarySearchPath(Optional.of(brought), "/a:/b"))
        .isEqualTo("/site-packages/torch/lib:/site-packages/nvidia/cuda_runtime/lib:/a:/b");
    assertThat(NativeEnvironment.librarySearchPath(Optional.empty(), "/a")).isEqualTo("/a");
    assertThat(NativeEnvironment.librarySearchPath(Optional.empty(), null)).isEmpty();
  }
}
