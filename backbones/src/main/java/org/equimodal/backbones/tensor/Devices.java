package org.equimodal.backbones.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.util.Utils;
import java.util.regex.Pattern;
import org.equimodal.datasets.InputException;

/** Chooses where tensors live. */
public final class Devices {

  /** What names of devices look like, in words. */
  public static final String NAMES = "auto, cpu, cuda or cuda:N (N a number)";

  private static final Pattern NAME = Pattern.compile("auto|cpu|cuda(:\\d{1,3})?");

  private Devices() {}

  /** Whether a text is the name of a device, be there such a device or not. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Finds a device by its name.
   *
   * @param name {@code auto} (the first GPU, else the CPU), {@code cpu}, {@code cuda}, or {@code
   *     cuda:N} among the visible GPUs
   * @throws InputException if it is no name or there is no such GPU
   */
  public static Device choose(String name) {
    if (!isName(name)) {
      throw new InputException("device: must be " + NAMES + ", was \"" + name + "\"");
    }
    int gpus = engine().getGpuCount();
    if (name.equals("cpu") || (name.equals("auto") && gpus == 0)) {
      return Device.cpu();
    }
    int index = name.startsWith("cuda:") ? Integer.parseInt(name.substring("cuda:".length())) : 0;
    if (gpus == 0) {
      throw new InputException(
          "device: "
              + name
              + " was asked for but no GPU is usable: it takes an NVIDIA driver, libcudart on LD_LIBRARY_PATH and"
              + " PYTORCH_LIBRARY_PATH with a CUDA libtorch; or use --device cpu");
    }
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

  private static Engine engine() {
    try {
      return Engine.getInstance();
    } catch (EngineException e) {
      throw new InputException(
          "the PyTorch engine cannot be loaded ("
              + e.getMessage()
              + "): libtorch is unpacked into "
              + Utils.getCacheDir()
              + ", which must be writable; name another folder with DJL_CACHE_DIR",
          e);
    }
  }
}
