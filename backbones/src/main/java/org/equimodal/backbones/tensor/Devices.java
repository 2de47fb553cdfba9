package org.equimodal.backbones.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.util.Utils;
import ai.djl.util.cuda.CudaUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.equimodal.datasets.InputException;

/** Chooses where tensors live. */
public final class Devices {

  /** What names of devices look like, in words. */
  public static final String NAMES = "auto, cpu, cuda or cuda:N (N a number)";

  private static final Pattern NAME = Pattern.compile("auto|cpu|cuda(:\\d{1,3})?");
  private static final Path DRIVER = Path.of("/dev/nvidiactl");

  private Devices() {}

  /** Whether a text is the name of a device, be there such a device or not. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * What there is to choose from. A GPU takes three things that come from different places: a
   * driver, libcudart, by which DJL counts the GPUs, and a libtorch that was built for CUDA.
   *
   * @param driver whether the NVIDIA driver is there
   * @param gpus how many libcudart counts, 0 if DJL does not find it
   * @param cuda whether libtorch can use them
   */
  record Machine(boolean driver, int gpus, boolean cuda) {

    Device choose(String name) {
      Optional<String> obstacle = obstacle();
      if (name.equals("cpu") || (name.equals("auto") && obstacle.isPresent())) {
        return Device.cpu();
      }
      if (obstacle.isPresent()) {
        throw new InputException(
            "device: "
                + name
                + " was asked for but no GPU is usable: "
                + obstacle.get()
                + "; or use --device cpu");
      }
      int index = name.startsWith("cuda:") ? Integer.parseInt(name.substring("cuda:".length())) : 0;
      if (index >= gpus) {
        throw new InputException(
            "device: "
                + name
                + " was asked for but only "
                + gpus
                + " GPU"
                + (gpus == 1 ? " is" : "s are")
                + " visible, numbered from 0; check CUDA_VISIBLE_DEVICES");
      }
      return Device.gpu(index);
    }

    Optional<String> unusedGpu(String name) {
      boolean visible = driver || gpus > 0 || cuda;
      return visible && name.equals("auto")
          ? obstacle().map(missing -> "running on the CPU although there is a GPU: " + missing)
          : Optional.empty();
    }

    /** What is missing. */
    private Optional<String> obstacle() {
      if (gpus > 0 && cuda) {
        return Optional.empty();
      }
      if (gpus > 0) {
        return Optional.of(
            "libtorch is built for the CPU, as the one in the jar is, or for a newer CUDA than the driver's; name"
                + " the folder of another build of the same version with PYTORCH_LIBRARY_PATH");
      }
      if (cuda) {
        return Optional.of(
            "libcudart, by which GPUs are counted, is not found; put the folder of libcudart.so.12 on"
                + " LD_LIBRARY_PATH");
      }
      return Optional.of(
          "it takes an NVIDIA driver, libcudart on LD_LIBRARY_PATH and PYTORCH_LIBRARY_PATH with a CUDA libtorch,"
              + " and CUDA_VISIBLE_DEVICES must not hide it");
    }
  }

  /**
   * Finds a device by its name.
   *
   * @param name {@code auto} (the first GPU that can be used, else the CPU), {@code cpu}, {@code
   *     cuda}, or {@code cuda:N} among the visible GPUs
   * @throws InputException if it is no name, there is no such GPU, or the engine cannot be loaded
   */
  public static Device choose(String name) {
    if (!isName(name)) {
      throw new InputException("device: must be " + NAMES + ", was \"" + name + "\"");
    }
    return machine().choose(name);
  }

  /**
   * Why a GPU that this machine has is not what a name stands for.
   *
   * @param name see {@link #choose}
   * @return one line, if the name leaves the choice and a GPU is there but cannot be used
   */
  public static Optional<String> unusedGpu(String name) {
    return machine().unusedGpu(name);
  }

  /**
   * What this machine lacks for a GPU to be used, with what to do, in one line; nothing if it lacks
   * nothing.
   */
  public static Optional<String> obstacle() {
    return machine().obstacle();
  }

  private static Machine machine() {
    boolean cuda = engine().hasCapability(StandardCapabilities.CUDA);
    return new Machine(Files.exists(DRIVER) && !isHidden(), CudaUtils.getGpuCount(), cuda);
  }

  /** Whether the user wants no GPU to be seen. */
  private static boolean isHidden() {
    String visible = System.getenv("CUDA_VISIBLE_DEVICES");
    return visible != null && (visible.isBlank() || visible.startsWith("-1"));
  }

  private static Engine engine() {
    try {
      return Engine.getInstance();
    } catch (EngineException e) {
      throw new InputException("the PyTorch engine cannot be loaded (" + reason(e), e);
    }
  }

  private static String reason(EngineException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnsatisfiedLinkError) {
        return cause.getMessage()
            + "): a library that libtorch needs is missing or does not fit; put the folder of the CUDA libraries"
            + " it was built with on LD_LIBRARY_PATH, or unset PYTORCH_LIBRARY_PATH to use the libtorch in the jar";
      }
    }
    return e.getMessage()
        + "): libtorch is unpacked into "
        + Utils.getCacheDir()
        + ", which must be writable; name another folder with DJL_CACHE_DIR";
  }
}
