package org.equimodal.trainer.benchmark;

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
public record Target(
    int number,
    String of,
    String what,
    Double figure,
    double limit,
    boolean atMost,
    String skipped) {

  /** Whether it is reached; what was not measured is not. */
  boolean met() {
    return figure != null && (atMost ? figure <= limit : figure >= limit);
  }

  /** Whether the other is the same target. */
  boolean matches(Target other) {
    return number == other.number && of.equals(other.of) && what.equals(other.what);
  }
}
