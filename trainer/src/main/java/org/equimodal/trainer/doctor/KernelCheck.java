package org.equimodal.trainer.doctor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.equimodal.backbones.tensor.Devices;
import org.equimodal.backbones.tensor.Kernels;

/**
 * Whether a kernel of ours, TorchScript that libtorch compiles, gives on the device what it must:
 * the margin of one triple.
 *
 * @param device as on the command line
 */
public record KernelCheck(String device) implements Check {

  /** (1, 2) times ((3, 4) - (5, 7)). */
  private static final float MARGIN = -8;

  @Override
  public String name() {
    return "kernel";
  }

  @Override
  public Outcome look() {
    try (NDManager manager = NDManager.newBaseManager(Devices.choose(device), "PyTorch")) {
      NDArray users = manager.create(new float[] {1, 2}, new Shape(1, 2));
      NDArray items = manager.create(new float[] {3, 4, 5, 7}, new Shape(2, 2));
      NDArray triple = manager.create(new long[] {0, 0, 1}, new Shape(3, 1));
      String place = manager.getDevice().isGpu() ? "the GPU" : "the CPU";
      float margin = Kernels.constantMargins(users, items, triple).toFloatArray()[0];
      return margin == MARGIN
          ? Outcome.ok("a margin computed on " + place + " is right")
          : Outcome.failure(
              "a margin computed on %s is %s instead of %s; use another device, or the libtorch in the jar"
                  .formatted(place, margin, MARGIN));
    }
  }
}
