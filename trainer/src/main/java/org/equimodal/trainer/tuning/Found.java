package org.equimodal.trainer.tuning;

import java.util.ArrayList;
import java.util.List;

/**
 * What a search has come to for one family.
 *
 * @param point the best settings
 * @param missed keys of stages of which no trial finished, so that nothing was chosen
 */
public record Found(Point point, List<String> missed) {

  /** Copies the keys. */
  public Found {
    missed = List.copyOf(missed);
  }

  /** Nothing, before the first stage. */
  static Found nothing() {
    return new Found(Point.none(), List.of());
  }

  /** With the best of a further stage, which goes for all stages so far. */
  Found with(Point best) {
    return new Found(best, missed);
  }

  /** After a stage that chose nothing. */
  Found without(Iterable<String> keys) {
    List<String> all = new ArrayList<>(missed);
    keys.forEach(all::add);
    return new Found(point, all);
  }
}
