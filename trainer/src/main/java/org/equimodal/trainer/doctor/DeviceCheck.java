package org.equimodal.trainer.doctor;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import java.util.Optional;
import org.equimodal.backbones.tensor.Devices;

/**
 * Which device a training would take, and why not a GPU.
 *
 * @param device as on the command line
 */
public record DeviceCheck(String device) implements Check {

  @Override
  public String name() {
    return "device";
  }

  @Override
  public Outcome look() {
    Device chosen = Devices.choose(device);
    if (chosen.isGpu()) {
      MemoryUsage memory = CudaUtils.getGpuMemory(chosen);
      return Outcome.ok(
          "cuda:%d, one of %d visible, compute capability %s, %d of %d MiB free"
              .formatted(
                  chosen.getDeviceId(),
                  CudaUtils.getGpuCount(),
                  CudaUtils.getComputeCapability(chosen.getDeviceId()),
                  (memory.getMax() - memory.getCommitted()) >> 20,
                  memory.getMax() >> 20));
    }
    if (device.equals("cpu")) {
      return Outcome.ok("cpu, as asked for");
    }
    Optional<String> unused = Devices.unusedGpu(device);
    return unused.isPresent()
        ? Outcome.warning(unused.get())
        : Outcome.ok("cpu; for a GPU " + Devices.obstacle().orElse("nothing is missing"));
  }
}
