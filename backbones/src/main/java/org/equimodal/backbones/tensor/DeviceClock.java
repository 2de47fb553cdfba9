package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * A clock for what runs on a device. A GPU works behind the program's back, so there the clock
 * waits until all that was asked of it is done; on the CPU it is when the call returns.
 */
public final class DeviceClock implements AutoCloseable {

  private final NDArray marker; // on the device

  /**
   * Sets the clock up.
   *
   * @param parent any manager on the device that outlives the clock
   */
  public DeviceClock(NDManager parent) {
    this.marker = parent.create(0f);
  }

  /** {@code System.nanoTime()} when the device has nothing left to do. */
  public long nanoseconds() {
    if (marker.getDevice().isGpu()) {
      marker.getFloat(); // what is read comes after all that was queued before
    }
    return System.nanoTime();
  }

  /** Milliseconds that a task takes, the device's share included. */
  public double milliseconds(Runnable task) {
    long start = nanoseconds();
    task.run();
    return (nanoseconds() - start) / 1e6;
  }

  /** Frees the little it has on the device. */
  @Override
  public void close() {
    marker.close();
  }
}
