package org.equimodal.datasets.preparation;

import java.util.Arrays;
import org.equimodal.datasets.InputException;

/** Splits by time. */
final class TimeSplit {
  private static final int NONE = -1;
  private static final int SMALLEST = 3;

  private TimeSplit() {}

  /** {@link SplitRule#LEAVE_LAST_OUT}: the label of every interaction, by index. */
  static byte[] leaveLastOut(InteractionTable table, int users) {
    requireTimes(table, SplitRule.LEAVE_LAST_OUT);
    int[] last = new int[users];
    int[] beforeLast = new int[users];
    int[] degrees = new int[users];
    Arrays.fill(last, NONE);
    Arrays.fill(beforeLast, NONE);
    for (int k = 0; k < table.size(); k++) {
      int user = table.user(k);
      degrees[user]++;
      if (last[user] == NONE || table.isLater(k, last[user])) {
        beforeLast[user] = last[user];
        last[user] = k;
      } else if (beforeLast[user] == NONE || table.isLater(k, beforeLast[user])) {
        beforeLast[user] = k;
      }
    }
    byte[] labels = new byte[table.size()];
    for (int user = 0; user < users; user++) {
      if (degrees[user] >= SMALLEST) {
        labels[last[user]] = Part.TEST.label();
        labels[beforeLast[user]] = Part.VALIDATION.label();
      }
    }
    return labels;
  }

  /** {@link SplitRule#GLOBAL_TIME}: the label of every interaction, by index. */
  static byte[] global(InteractionTable table, Shares shares) {
    requireTimes(table, SplitRule.GLOBAL_TIME);
    double[] times = table.times();
    Arrays.sort(times);
    int training = Math.min(Shares.of(times.length, shares.train()), times.length - 1);
    int held = Math.min(Shares.of(times.length, 1 - shares.test()), times.length - 1);
    byte[] labels = new byte[table.size()];
    for (int k = 0; k < labels.length; k++) {
      Part part =
          table.time(k) < times[training]
              ? Part.TRAIN
              : table.time(k) < times[held] ? Part.VALIDATION : Part.TEST;
      labels[k] = part.label();
    }
    return labels;
  }

  private static void requireTimes(InteractionTable table, SplitRule rule) {
    int unknown = 0;
    for (int k = 0; k < table.size(); k++) {
      unknown += table.time(k) == InteractionSink.NO_TIME ? 1 : 0;
    }
    if (unknown > 0) {
      throw new InputException(
          "--split %s goes by time, but %d of %d interactions have none; name the column of times or split by lattice or ratio"
              .formatted(rule, unknown, table.size()));
    }
  }
}
