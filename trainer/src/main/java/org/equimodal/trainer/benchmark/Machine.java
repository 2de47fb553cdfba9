package org.equimodal.trainer.benchmark;

import java.util.Collection;
import org.equimodal.backbones.tensor.Cost;

/**
 * What the machine can do at best, measured among the figures that are held against it, so that it
 * cancels in ratios. Data that lie in a cache may be read faster than this.
 *
 * @param flopsPerSecond of a large matrix product of 32-bit floats
 * @param bytesPerSecond of a large array changed in place, bytes read plus bytes written
 */
public record Machine(double flopsPerSecond, double bytesPerSecond) {

  /** Milliseconds that operations take at best, one after the other. */
  double floor(Collection<Cost> costs) {
    return costs.stream().mapToDouble(this::floor).sum();
  }

  /** Milliseconds that an operation takes at best: for its arithmetic or for its bytes. */
  double floor(Cost cost) {
    return 1e3 * Math.max(cost.flops() / flopsPerSecond, cost.bytes() / bytesPerSecond);
  }
}
