package org.equimodal.trainer;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.equimodal.backbones.tensor.Matmul;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.config.Settings;

/** What only the C library knows: the environment of native libraries, and terminals. */
final class NativeEnvironment {

  /**
   * OpenMP threads that have nothing to do shall sleep. By default they spin, which costs nothing
   * on an idle machine, but where two processes share the cores every parallel region waits for
   * threads that are not scheduled: two trainings side by side were ten to a hundred times slower.
   */
  private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

  /** Where JNA looks for libraries beside the system's folders; DJL finds libcudart by JNA. */
  private static final String JNA_PATH = "jna.library.path";

  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private NativeEnvironment() {}

  /** The part of the C library that is needed. */
  private interface CLibrary extends Library {

    CLibrary INSTANCE = Native.load("c", CLibrary.class);

    int setenv(String name, String value, int overwrite);

    String getenv(String name);

    int isatty(int descriptor);
  }

  /** Chooses what the user has not chosen; to be called before the first tensor is made. */
  static void prepare() {
    if (System.getenv(WAIT_POLICY) == null && !Platform.isWindows()) {
      CLibrary.INSTANCE.setenv(WAIT_POLICY, "PASSIVE", 0);
    }
  }

  /**
   * Makes libtorch ready to be loaded for a run; to be called before anything asks for the engine.
   *
   * @param settings of the run
   * @throws InputException if the libtorch that the environment names cannot be loaded
   */
  static void prepareEngine(Settings settings) {
    Optional<LibtorchFolder> brought = LibtorchFolder.named();
    if (System.getProperty(JNA_PATH) == null && Platform.isLinux()) {
      System.setProperty(JNA_PATH, librarySearchPath(brought, System.getenv("LD_LIBRARY_PATH")));
    }
    brought.ifPresent(LibtorchFolder::prepare);
    if (!settings.device().equals("cpu")) {
      prepareCuda(settings.training().matmul());
    }
  }

  /**
   * Folders of libcudart. JNA asks the system for {@code libcudart.so}, which is there where one
   * develops; elsewhere the file has a version in its name, and that JNA finds only where it is
   * told to look. Python packages have it beside their libtorch.
   */
  static String librarySearchPath(Optional<LibtorchFolder> brought, String systemPath) {
    List<String> folders = new ArrayList<>();
    brought
        .map(LibtorchFolder::path)
        .ifPresent(
            path -> {
              folders.add(path.toString());
              folders.add(path.resolve("../../nvidia/cuda_runtime/lib").normalize().toString());
            });
    if (systemPath != null) {
      folders.add(systemPath);
    }
    return String.join(File.pathSeparator, folders);
  }

  /** What libtorch and NVIDIA's libraries read when they are loaded. */
  private static void prepareCuda(Matmul matmul) {
    if (Platform.isWindows()) {
      if (matmul == Matmul.TF32) {
        throw new InputException("training.matmul: tf32 is not to be had on Windows; use float32");
      }
      return;
    }
    // The run's hash says how precise it is, so no variable may say otherwise.
    String tf32 = matmul == Matmul.TF32 ? "1" : "0";
    CLibrary.INSTANCE.setenv("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", tf32, 1);
    CLibrary.INSTANCE.setenv("NVIDIA_TF32_OVERRIDE", tf32, 1);
    // With a workspace of its own for every stream cuBLAS gives the same sums every time.
    CLibrary.INSTANCE.setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
    // Blocks of memory can grow, so that batches and rankings do not each leave gaps of their own.
    CLibrary.INSTANCE.setenv("PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:True", 0);
  }

  /**
   * A variable as native libraries see it, or null; {@code System.getenv} has a copy of the start.
   */
  static String get(String variable) {
    return CLibrary.INSTANCE.getenv(variable);
  }

  /** Whether both stdout and stderr are a terminal; never on Windows, which is not asked. */
  static boolean isTerminal() {
    return !Platform.isWindows()
        && CLibrary.INSTANCE.isatty(STDOUT) == 1
        && CLibrary.INSTANCE.isatty(STDERR) == 1;
  }
}
