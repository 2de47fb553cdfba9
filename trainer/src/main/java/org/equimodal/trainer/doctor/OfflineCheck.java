package org.equimodal.trainer.doctor;

import ai.djl.util.Utils;

/** Whether DJL may download what it misses; everything needed is in the jar. */
public final class OfflineCheck implements Check {

  @Override
  public String name() {
    return "offline";
  }

  @Override
  public Outcome look() {
    return Utils.isOfflineMode()
        ? Outcome.ok("nothing is downloaded")
        : Outcome.warning(
            "DJL downloads what it misses; leave ai.djl.offline and DJL_OFFLINE unset");
  }
}
