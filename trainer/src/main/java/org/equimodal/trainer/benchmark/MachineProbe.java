package org.equimodal.trainer.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.backbones.tensor.Cost;
import org.equimodal.backbones.tensor.DeviceClock;

/**
 * Measures what a device can do at best: a product of two square matrices, of 2,048 rows on a CPU
 * and 8,192 on a GPU; and an array changed in place, of 256 MiB and 1 GiB. A copy would not do: a
 * CPU fetches what is to be overwritten, so it moves half as much again as it seems to, and what
 * works in place would beat it.
 */
final class MachineProbe implements AutoCloseable {

  private final NDManager manager;
  private final DeviceClock clock;
  private final NDArray one;
  private final NDArray two;
  private final NDArray large;
  private final List<Double> products = new ArrayList<>();
  private final List<Double> passes = new ArrayList<>();

  MachineProbe(Device device) {
    long rows = device.isGpu() ? 8192 : 2048;
    long values = (device.isGpu() ? 1L << 30 : 1L << 28) / Float.BYTES;
    manager = NDManager.newBaseManager(device, "PyTorch");
    clock = new DeviceClock(manager);
    one = manager.randomNormal(new Shape(rows, rows));
    two = manager.randomNormal(new Shape(rows, rows));
    large = manager.ones(new Shape(values));
  }

  /** Measures both once. */
  void measure() {
    products.add(clock.milliseconds(() -> one.matMul(two).close()));
    passes.add(clock.milliseconds(large::negi));
  }

  /** Medians of what was measured. */
  Machine machine() {
    long rows = one.getShape().get(0);
    long bytes = 2 * Float.BYTES * large.size(); // read and written
    return new Machine(
        1e3 * Cost.product(rows, rows, rows).flops() / Spread.of(products).median(),
        1e3 * bytes / Spread.of(passes).median());
  }

  @Override
  public void close() {
    manager.close();
  }
}
