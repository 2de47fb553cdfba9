package org.equimodal.trainer.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import org.equimodal.trainer.run.Manifest;

/** What this process runs on. */
public final class Surroundings {

  private Surroundings() {}

  /** Versions, machine, and the device that is used. */
  public static Manifest.Environment of(Device device) {
    return new Manifest.Environment(
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Engine.getDjlVersion(),
        Engine.getInstance().getVersion(),
        device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu",
        threads());
  }

  /** Threads of one operation on the CPU, as libtorch takes them from its surroundings. */
  private static int threads() {
    String openMp = System.getenv("OMP_NUM_THREADS");
    int byDefault =
        openMp != null && openMp.matches("[1-9]\\d{0,3}")
            ? Integer.parseInt(openMp)
            : Runtime.getRuntime().availableProcessors();
    return Integer.getInteger("ai.djl.pytorch.num_threads", byDefault);
  }
}
