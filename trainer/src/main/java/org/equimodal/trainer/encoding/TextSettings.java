package org.equimodal.trainer.encoding;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How texts are encoded.
 *
 * @param pooling absent: the model's own
 * @param normalize whether every row is divided by its length; absent: as the model says
 * @param maxLength the most tokens of a text, special ones included; absent: the model's own
 */
public record TextSettings(
    Optional<Pooling> pooling, Optional<Boolean> normalize, OptionalInt maxLength) {

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if no token would be left
   */
  public TextSettings {
    if (maxLength.isPresent() && maxLength.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "--max-length must be at least 1, was " + maxLength.getAsInt());
    }
  }
}
