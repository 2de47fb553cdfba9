package org.equimodal.trainer.training;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.equimodal.trainer.run.Result;

/** Watches memory at the ends of epochs. */
public final class PeakMemory implements TrainingListener {

  private static final Path STATUS = Path.of("/proc/self/status");

  private final Device device;
  private long peakDeviceBytes;

  /**
   * Watches a device.
   *
   * @param device where the training runs
   */
  public PeakMemory(Device device) {
    this.device = device;
  }

  @Override
  public void epochDone(Epoch epoch) {
    if (device.isGpu()) {
      peakDeviceBytes = Math.max(peakDeviceBytes, CudaUtils.getGpuMemory(device).getCommitted());
    }
  }

  /** What was seen. */
  public Result.Memory seen() {
    return new Result.Memory(residentMiB("VmHWM"), peakDeviceBytes >> 20);
  }

  /**
   * A figure of the process's memory.
   *
   * @param field {@code VmRSS} for now, {@code VmHWM} for the peak
   * @return MiB, 0 where the system does not tell
   */
  public static long residentMiB(String field) {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(field + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
