package org.equimodal.datasets.preparation;

/** Takes raw interactions one by one. */
@FunctionalInterface
public interface InteractionSink {
  /** The timestamp of an interaction whose time is not known; it sorts before all that are. */
  double NO_TIME = Double.NEGATIVE_INFINITY;

  /**
   * Takes one interaction.
   *
   * @param user raw id of the user
   * @param item raw id of the item
   * @param rating what the user thinks of the item; NaN where unknown
   * @param timestamp when, in the source's unit, fractions included: only the order of times
   *     counts; {@link #NO_TIME} where unknown
   */
  void accept(String user, String item, double rating, double timestamp);
}
