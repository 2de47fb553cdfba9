package org.equimodal.trainer.benchmark;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/**
 * Something that has been set out to be reached, and whether it is.
 *
 * @param number of the target; several may be of one
 * @param of a backbone's label, or what else was measured
 * @param what is compared
 * @param figure what was measured; null if it was not
 * @param limit what it must be
 * @param atMost whether it must be at most the limit, else at least
 * @param skipped why it was not measured; null if it was
 */
@JsonIgnoreProperties(value = "met", allowGetters = true)
public record Target(
    int number,
    String of,
    String what,
    Double figure,
    double limit,
    boolean atMost,
    String skipped) {

  /**
   * Checks that all is there.
   *
   * @throws NullPointerException if something is not
   */
  public Target {
    Objects.requireNonNull(of, "a target has no name");
    Objects.requireNonNull(what, "a target says nothing");
  }

  /** Whether it is reached; what was not measured is not. */
  @JsonProperty("met")
  boolean met() {
    return figure != null && (atMost ? figure <= limit : figure >= limit);
  }

  /** Whether the other is the same target. */
  boolean matches(Target other) {
    return number == other.number && of.equals(other.of) && what.equals(other.what);
  }
}
