package org.equimodal.backbones.tensor;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;

/**
 * How much memory a block of scores may take where users or items are compared with all items. On
 * the CPU a block's scores shall stay in the cache. On a GPU a large one saves launches and waits,
 * and there is memory: a quarter of what is free, for training goes on afterwards and its steps
 * want theirs again.
 */
public final class MemoryBudget {

  static final long ON_CPU = 128L << 20;
  static final long SMALLEST = 64L << 20;
  static final long LARGEST = 4L << 30;
  private static final int SHARE = 4;

  private MemoryBudget() {}

  /** Bytes that a block may take on a device as it is now. */
  public static long of(Device device) {
    return device.isGpu() ? ofFree(free(device)) : ON_CPU;
  }

  /** Bytes that a block may take on a GPU with so many free. */
  static long ofFree(long freeBytes) {
    return Math.max(SMALLEST, Math.min(LARGEST, freeBytes / SHARE));
  }

  /** As the driver counts it: memory that libtorch keeps for later use is not free. */
  private static long free(Device device) {
    MemoryUsage memory = CudaUtils.getGpuMemory(device);
    return memory.getMax() - memory.getCommitted();
  }
}
