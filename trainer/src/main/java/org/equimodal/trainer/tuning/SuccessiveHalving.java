package org.equimodal.trainer.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Successive halving (Jamieson and Talwalkar, AISTATS 2016): all candidates are trained for a few
 * epochs, the best third of them for three times as many, and so on. The epochs of a training are
 * part of what it is, so a later rung trains anew instead of going on, which costs half as much
 * again at most.
 */
public final class SuccessiveHalving {

  /** The share of candidates that stays is one in so many. */
  static final int ETA = 3;

  private SuccessiveHalving() {}

  /**
   * A round of trials.
   *
   * @param candidates how many take part
   * @param epochs of each training at most; empty for what the configuration says
   */
  public record Rung(int candidates, OptionalInt epochs) {}

  /** Everything at once. */
  public static List<Rung> single(int candidates) {
    return List.of(new Rung(candidates, OptionalInt.empty()));
  }

  /**
   * The rungs, from many short trainings to few long ones.
   *
   * @param candidates at the start
   * @param epochs of the last rung
   */
  public static List<Rung> rungs(int candidates, int epochs) {
    int halvings = 0;
    int share = 1;
    while (candidates / (share * ETA) >= 1 && epochs / (share * ETA) >= 1) {
      share *= ETA;
      halvings++;
    }
    List<Rung> rungs = new ArrayList<>();
    for (int rung = 0, left = candidates; rung <= halvings; rung++, left /= ETA, share /= ETA) {
      rungs.add(new Rung(left, OptionalInt.of(epochs / share)));
    }
    return rungs;
  }
}
