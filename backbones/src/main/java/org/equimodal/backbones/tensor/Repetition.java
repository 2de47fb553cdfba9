package org.equimodal.backbones.tensor;

import java.util.Collection;
import java.util.List;

/**
 * Work of a training step done again alone, on operands made for it. It may run faster or slower
 * than within the step, where it meets another cache.
 */
public final class Repetition {

  private final Operands operands;
  private final List<Runnable> work;

  /**
   * Makes the operands.
   *
   * @param operands where they come from; they stay the caller's
   * @param work what is repeated
   */
  public Repetition(Operands operands, Collection<? extends Work.Repeatable> work) {
    this.operands = operands;
    this.work = work.stream().map(item -> item.prepare(operands)).toList();
  }

  /** Does all of it once; nanoseconds until the device is done. */
  public long nanoseconds(DeviceClock clock) {
    try (StepScope scope = StepScope.inference(operands.manager(), operands.arrays())) {
      long start = clock.nanoseconds();
      work.forEach(Runnable::run);
      return clock.nanoseconds() - start;
    }
  }
}
