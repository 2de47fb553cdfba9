package org.equimodal.trainer.training;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.equimodal.trainer.run.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches memory at the ends of epochs. */
public final class PeakMemory implements TrainingListener {

  private static final Logger logger = LoggerFactory.getLogger(PeakMemory.class);

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final String RESET_PEAK = "5"; // proc(5)

  private final Device device;
  private long peakDeviceMiB;

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
    peakDeviceMiB = Math.max(peakDeviceMiB, deviceMiB(device));
  }

  /** What was seen. */
  public Result.Memory seen() {
    return new Result.Memory(residentMiB("VmHWM"), peakDeviceMiB);
  }

  /**
   * Lets {@code VmHWM} begin anew from what is in use, where the system does that. First the heap
   * and glibc give back what they keep for later, else a peak would depend on what the process did
   * before.
   */
  public static void forget() {
    System.gc();
    if (Platform.isLinux()) {
      try {
        NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
            .getFunction("malloc_trim")
            .invokeInt(new Object[] {new NativeLong(0)});
      } catch (UnsatisfiedLinkError e) {
        logger.debug("no glibc, peaks of memory may be those of earlier work", e);
      }
    }
    try {
      Files.writeString(CLEAR, RESET_PEAK, StandardOpenOption.WRITE);
    } catch (IOException e) {
      logger.debug("peaks of memory are those of the whole process", e);
    }
  }

  /** Memory in use on a GPU, in MiB; 0 on the CPU. */
  public static long deviceMiB(Device device) {
    return device.isGpu() ? CudaUtils.getGpuMemory(device).getCommitted() >> 20 : 0;
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
