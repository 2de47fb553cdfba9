package org.equimodal.evaluation;

/** One user's list in, one number from 0 to 1 out; the mean over users is what is reported. */
public interface Metric {

  /** The name used in results, logs and documentation, for instance {@code recall}. */
  String name();

  /**
   * The metric of one user.
   *
   * @param hits the user's ranked list, reduced to which ranks are right; the user has held-out
   *     items
   * @param cutoff K, how many ranks count; the list may be shorter
   */
  double at(Hits hits, int cutoff);

  /** What a value of this metric is called in results: {@code recall@20}. */
  default String key(int cutoff) {
    return name() + "@" + cutoff;
  }
}
