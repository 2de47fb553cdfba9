package org.equimodal.datasets;

import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The sampler of the released CKD code: in every batch distinct users, drawn uniformly, each with
 * one uniform training item and one uniform item outside the user's training set.
 *
 * <p>Users without training items, and users who interacted with every item, are never drawn. If
 * the batch is larger than the number of users left, they are drawn with replacement. Only training
 * items are excluded from the negatives: validation and test items may be drawn. An epoch has
 * floor(interactions / batch size) + 1 batches.
 *
 * <p>The negative is found by its rank among the user's absent items, which gives the distribution
 * of rejection sampling in one draw.
 */
public final class UserUniformSampler implements TripleSampler {
  private static final String STREAM = "triples.user-uniform";

  private final Interactions train;
  private final int batchSize;
  private final long seed;
  private final UserPool pool;

  /**
   * A sampler of the training interactions.
   *
   * @param batchSize triples per batch, at least 1
   * @throws InputException if no user has both a training item and an item left as a negative
   */
  public UserUniformSampler(Interactions train, int batchSize, long seed) {
    this.train = train;
    this.batchSize = SamplerChecks.batchSize(batchSize);
    this.seed = seed;
    this.pool = SamplerChecks.notEmpty(UserPool.of(train, 1, 1), train);
  }

  @Override
  public int batchesPerEpoch() {
    return train.size() / batchSize + 1;
  }

  @Override
  public Triples batch(int epoch, int index) {
    Objects.checkIndex(index, batchesPerEpoch());
    RandomGenerator random = Seeds.generator(seed, STREAM, epoch, index);
    int[] users = pool.draw(random, batchSize);
    int[] positives = new int[batchSize];
    int[] negatives = new int[batchSize];
    for (int k = 0; k < batchSize; k++) {
      int user = users[k];
      int degree = train.degree(user);
      positives[k] = train.item(train.offset(user) + random.nextInt(degree));
      negatives[k] = train.absentItem(user, random.nextInt(train.items() - degree));
    }
    return new Triples(users, positives, negatives);
  }
}
