package org.equimodal.datasets.preparation;

/** Takes raw interactions one by one. */
@FunctionalInterface
public interface InteractionSink {
  /** The timestamp of an interaction whose time is not known. */
  long NO_TIME = Long.MIN_VALUE;

  /**
   * Takes one interaction.
   *
   * @param user raw id of the user
   * @param item raw id of the item
   * @param rating what the user thinks of the item; NaN where unknown
   * @param timestamp when, in seconds; {@link #NO_TIME} where unknown
   */
  void accept(String user, String item, double rating, long timestamp);
}
