package org.equimodal.trainer.doctor;

import java.util.List;
import java.util.stream.Collectors;
import org.equimodal.trainer.doctor.Outcome.State;

/**
 * Everything that was checked.
 *
 * @param failures how many checks failed
 * @param warnings how many warn
 * @param checks all of them, in order
 */
public record Diagnoses(long failures, long warnings, List<Diagnosis> checks) {

  /** Counts. */
  public static Diagnoses of(List<Diagnosis> checks) {
    return new Diagnoses(
        count(checks, State.FAILURE), count(checks, State.WARNING), List.copyOf(checks));
  }

  private static long count(List<Diagnosis> checks, State state) {
    return checks.stream().filter(check -> check.state() == state).count();
  }

  /** A line per check and one for all, ending in a line break. */
  public String text() {
    String lines = checks.stream().map(Diagnosis::toString).collect(Collectors.joining("\n"));
    return lines + "\n" + counted(failures, "failure") + ", " + counted(warnings, "warning") + "\n";
  }

  private static String counted(long count, String what) {
    return (count == 0 ? "no" : count) + " " + what + (count == 1 ? "" : "s");
  }
}
