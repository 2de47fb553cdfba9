package org.equimodal.evaluation;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.equimodal.datasets.Interactions;

/**
 * Ranking as its definition reads, for tests: highest score first, ties to the lower item id,
 * training items never.
 */
final class ReferenceRanking {

  private ReferenceRanking() {}

  /** Full lists from scores [users, items] in row order. */
  static int[][] rank(float[] scores, Interactions training) {
    int items = training.items();
    return IntStream.range(0, training.users())
        .mapToObj(user -> rank(scores, user * items, training, user))
        .toArray(int[][]::new);
  }

  private static int[] rank(float[] scores, int row, Interactions training, int user) {
    // Float.compare puts -0 below 0, which are a tie as numbers; adding 0 makes them equal.
    Comparator<Integer> highestFirst =
        Comparator.comparing((Integer item) -> scores[row + item] + 0f).reversed();
    return IntStream.range(0, training.items())
        .filter(item -> !training.contains(user, item))
        .boxed()
        .sorted(highestFirst.thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
