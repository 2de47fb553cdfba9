package org.equimodal.trainer.training;

/**
 * Keeps the epoch with the best validation and ends a training that no longer gains (method of the
 * paper: strict improvement of Recall@20).
 */
public final class EarlyStopping {

  private final int patience;
  private int bestEpoch;
  private double bestValue;
  private int withoutGain;

  /**
   * Starts.
   *
   * @param patience how many validations in a row may pass without gain
   */
  public EarlyStopping(int patience) {
    this(patience, 0, Double.NEGATIVE_INFINITY, 0);
  }

  /**
   * Goes on from where a training stood.
   *
   * @param patience how many validations in a row may pass without gain
   * @param bestEpoch 0 for none yet
   * @param bestValue value at the best epoch
   * @param withoutGain validations since
   */
  public EarlyStopping(int patience, int bestEpoch, double bestValue, int withoutGain) {
    this.patience = patience;
    this.bestEpoch = bestEpoch;
    this.bestValue = bestEpoch == 0 ? Double.NEGATIVE_INFINITY : bestValue;
    this.withoutGain = withoutGain;
  }

  /**
   * Takes note of a validation.
   *
   * @return whether it is the best so far
   */
  public boolean update(int epoch, double value) {
    if (value > bestValue) {
      bestValue = value;
      bestEpoch = epoch;
      withoutGain = 0;
      return true;
    }
    withoutGain++;
    return false;
  }

  /** Whether patience has run out. */
  public boolean isOver() {
    return withoutGain >= patience;
  }

  /** The best epoch, 0 before the first validation. */
  public int bestEpoch() {
    return bestEpoch;
  }

  /** Value at the best epoch. */
  public double bestValue() {
    return bestValue;
  }

  /** Validations since the best. */
  public int withoutGain() {
    return withoutGain;
  }
}
