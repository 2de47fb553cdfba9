package org.equimodal.datasets;

import java.util.random.RandomGenerator;

/**
 * Draws the triples of generic-modality distillation: distinct users, each with two uniform items
 * (CKD, eq. 12 and 13; the paper asks for items "not paired with the user", the released code draws
 * 5,000 distinct users and any two items).
 *
 * <p>With {@code exclude} the two items differ and neither is among the user's training items;
 * users who lack fewer than two items are then never drawn. Without it both items are uniform over
 * all items. Users without training items take part. If there are fewer users than triples, they
 * are drawn with replacement. Safe to use from several threads.
 */
public final class GenericTripleSampler {
  private static final String STREAM = "triples.generic";

  private final Interactions train;
  private final int triples;
  private final boolean exclude;
  private final long seed;
  private final UserPool pool;

  /**
   * A sampler over the users and items of the training interactions.
   *
   * @param triples triples per batch, at least 1
   * @param exclude whether the items are distinct and not among the user's training items
   * @throws InputException if no user can be drawn
   */
  public GenericTripleSampler(Interactions train, int triples, boolean exclude, long seed) {
    this.train = train;
    this.triples = SamplerChecks.batchSize(triples);
    this.exclude = exclude;
    this.seed = seed;
    this.pool = SamplerChecks.notEmpty(UserPool.of(train, 0, exclude ? 2 : 0), train);
    if (train.items() == 0) {
      throw new InputException(
          "nothing to sample from " + train + ": there are no items; add interactions");
    }
  }

  /**
   * The generic triples of one step, a function of (seed, epoch, index) alone.
   *
   * @param epoch the epoch, from 0
   * @param index the step within the epoch, from 0
   */
  public Triples batch(int epoch, int index) {
    RandomGenerator random = Seeds.generator(seed, STREAM, epoch, index);
    int[] users = pool.draw(random, triples);
    int[] first = new int[triples];
    int[] second = new int[triples];
    for (int k = 0; k < triples; k++) {
      if (exclude) {
        int user = users[k];
        int absent = train.items() - train.degree(user);
        int rank = random.nextInt(absent);
        int other = random.nextInt(absent - 1);
        first[k] = train.absentItem(user, rank);
        second[k] = train.absentItem(user, other < rank ? other : other + 1);
      } else {
        first[k] = random.nextInt(train.items());
        second[k] = random.nextInt(train.items());
      }
    }
    return new Triples(users, first, second);
  }
}
