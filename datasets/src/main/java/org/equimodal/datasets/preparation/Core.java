package org.equimodal.datasets.preparation;

import org.equimodal.datasets.InputException;

/**
 * The fewest interactions a user and an item must have among those that remain; 1 asks for nothing.
 *
 * @param users fewest per user, at least 1
 * @param items fewest per item, at least 1
 */
public record Core(int users, int items) {
  /** Everyone with an interaction remains. */
  public static final Core ALL = new Core(1, 1);

  /** At least five each, as in the paper's data. */
  public static final Core FIVE = new Core(5, 5);

  /**
   * Checks the numbers.
   *
   * @throws InputException if one is below 1
   */
  public Core {
    if (users < 1 || items < 1) {
      throw new InputException(
          "a core must be at least 1, was %d for users and %d for items; 1 keeps all"
              .formatted(users, items));
    }
  }
}
