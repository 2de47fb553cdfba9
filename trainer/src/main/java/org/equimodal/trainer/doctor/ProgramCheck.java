package org.equimodal.trainer.doctor;

import org.equimodal.trainer.run.Build;

/** Which program this is, on which Java and which system. */
public final class ProgramCheck implements Check {

  @Override
  public String name() {
    return "program";
  }

  @Override
  public Outcome look() {
    return Outcome.ok(
        "Equimodal %s (%s), Java %s, %s %s"
            .formatted(
                Build.version(),
                Build.commit(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch")));
  }
}
