package org.equimodal.distillation;

import java.util.Objects;

/**
 * Settings of {@link GradientBlending}. The defaults are in {@code conf/defaults.yaml}.
 *
 * @param schedule when the heads' weights are estimated
 * @param epochs n, how long every head is trained alone for an estimate
 * @param superEpoch epochs from one estimate to the next, if weights are estimated online
 * @param restrictGradients whether a modality's head leaves the other modalities' own parameters
 *     alone
 */
public record BlendingSettings(
    Schedule schedule, int epochs, int superEpoch, boolean restrictGradients) {

  /** When weights are estimated. */
  public enum Schedule {
    /** Once, from the initial parameters. */
    OFFLINE,
    /** Again at the beginning of every super-epoch, from the current parameters. */
    ONLINE
  }

  /**
   * Validates every number.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public BlendingSettings {
    Objects.requireNonNull(schedule, "schedule");
    atLeastOne("epochs", epochs);
    atLeastOne("superEpoch", superEpoch);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be >= 1, was " + value);
    }
  }
}
