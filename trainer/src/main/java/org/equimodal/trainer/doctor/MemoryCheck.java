package org.equimodal.trainer.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Whether there is room for a training: a heap for Java, and as much again outside of it, where
 * tensors are.
 *
 * @param heapMiB the most that the heap may take
 * @param physicalMiB memory of the machine, or of the container where that is limited
 */
public record MemoryCheck(long heapMiB, long physicalMiB) implements Check {

  private static final int LEAST_HEAP = 128; // the sample trains with twice as much

  /** Of this process. */
  public static MemoryCheck ofThisProcess() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new MemoryCheck(
        Runtime.getRuntime().maxMemory() >> 20, system.getTotalMemorySize() >> 20);
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Outcome look() {
    String found = "the heap may take %,d of %,d MiB".formatted(heapMiB, physicalMiB);
    if (heapMiB < LEAST_HEAP) {
      return Outcome.failure(found + ", too little to train; give java more with -Xmx1g");
    }
    return heapMiB > physicalMiB * 3 / 4
        ? Outcome.warning(
            found + ", and tensors live outside of it; lower -Xmx or -XX:MaxRAMPercentage")
        : Outcome.ok(found);
  }
}
