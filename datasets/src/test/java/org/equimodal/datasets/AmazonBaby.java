package org.equimodal.datasets;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What is known of Amazon Baby (5-core, 2014) without the data. */
public final class AmazonBaby {
  /** How many users have how many interactions, {@code count:users}. */
  private static final String HISTOGRAM =
      """
      5:5998 6:3785 7:2407 8:1674 9:1199 10:936 11:688 12:499 13:391 14:282 15:251
      16:226 17:155 18:117 19:91 20:99 21:82 22:63 23:49 24:47 25:52 26:40 27:28
      28:43 29:23 30:19 31:21 32:12 33:19 34:11 35:15 36:15 37:10 38:7 39:9 40:5
      41:8 42:7 43:3 44:6 45:5 46:11 47:4 48:3 49:3 50:3 53:3 54:1 56:3 61:1 62:1
      66:1 69:3 70:1 73:1 76:1 77:1 78:2 79:1 87:1 89:1 110:1 125:1
      """;

  private AmazonBaby() {}

  /** The number of interactions of every user, ascending. */
  public static int[] interactionsPerUser() {
    return Arrays.stream(HISTOGRAM.strip().split("\\s+"))
        .map(entry -> entry.split(":"))
        .flatMapToInt(
            entry ->
                IntStream.generate(() -> Integer.parseInt(entry[0]))
                    .limit(Integer.parseInt(entry[1])))
        .toArray();
  }
}
