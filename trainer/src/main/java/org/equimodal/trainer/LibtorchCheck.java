package org.equimodal.trainer;

import org.equimodal.trainer.doctor.Check;
import org.equimodal.trainer.doctor.Outcome;

/** Whether the libtorch that the user brings, if any, is one that can be loaded. */
final class LibtorchCheck implements Check {

  @Override
  public String name() {
    return "libtorch";
  }

  @Override
  public Outcome look() {
    return LibtorchFolder.named()
        .map(LibtorchCheck::brought)
        .orElseGet(() -> Outcome.ok(LibtorchFolder.jniVersion() + " for CPUs, in the jar"));
  }

  private static Outcome brought(LibtorchFolder folder) {
    folder.prepare();
    return Outcome.ok(
        "%s (%s) in %s"
            .formatted(
                folder.version().orElse("of unknown version"), folder.flavour(), folder.path()));
  }
}
