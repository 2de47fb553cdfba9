package org.equimodal.distillation;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.Split;
import org.equimodal.datasets.Triples;

/**
 * The fixed samples on which {@link GradientBlending} measures its heads: at most 20,000 training
 * interactions, each with an item outside the user's training set, and all validation interactions,
 * each with an item outside training and validation. Functions of the seed alone.
 *
 * @param training drawn without replacement, in the order of the interactions
 * @param validation in the order of the interactions
 */
record BlendingTriples(Triples training, Triples validation) {

  static final int MOST_TRAINING = 20_000;

  private static final String TRAINING = "gb.training";
  private static final String VALIDATION = "gb.validation";

  /**
   * Draws both samples.
   *
   * @throws InputException if one of them is empty
   */
  static BlendingTriples draw(Split split, long seed) {
    Interactions train = split.train();
    Interactions known = union(train, split.validation());
    RandomGenerator random = Seeds.generator(seed, TRAINING);
    int[] some = some(usable(train, train, TRAINING), random);
    int[] all = usable(split.validation(), known, VALIDATION);
    return new BlendingTriples(
        triples(train, some, train, random),
        triples(split.validation(), all, known, Seeds.generator(seed, VALIDATION)));
  }

  private static Interactions union(Interactions one, Interactions two) {
    return Interactions.of(
        one.users(),
        one.items(),
        IntStream.concat(positions(one).map(one::user), positions(two).map(two::user)).toArray(),
        IntStream.concat(positions(one).map(one::item), positions(two).map(two::item)).toArray());
  }

  private static IntStream positions(Interactions interactions) {
    return IntStream.range(0, interactions.size());
  }

  /** Where the interactions are of users who have a negative left. */
  private static int[] usable(Interactions interactions, Interactions known, String sample) {
    int[] usable =
        positions(interactions)
            .filter(position -> known.degree(interactions.user(position)) < known.items())
            .toArray();
    if (usable.length == 0) {
      throw new InputException(
          "method gb: nothing to draw its sample "
              + sample
              + " from, every user there has interacted with every item; use another method");
    }
    return usable;
  }

  /** The interactions at some positions, each with an item that is not among the known ones. */
  private static Triples triples(
      Interactions interactions, int[] positions, Interactions known, RandomGenerator random) {
    int[] users = IntStream.of(positions).map(interactions::user).toArray();
    return new Triples(
        users,
        IntStream.of(positions).map(interactions::item).toArray(),
        IntStream.of(users)
            .map(user -> known.absentItem(user, random.nextInt(known.items() - known.degree(user))))
            .toArray());
  }

  /** As many as allowed, every choice equally likely (Knuth's selection sampling). */
  private static int[] some(int[] all, RandomGenerator random) {
    int[] chosen = new int[Math.min(MOST_TRAINING, all.length)];
    int count = 0;
    for (int k = 0; count < chosen.length; k++) {
      if (random.nextInt(all.length - k) < chosen.length - count) {
        chosen[count++] = all[k];
      }
    }
    return chosen;
  }
}
