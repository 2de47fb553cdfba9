package org.equimodal.datasets;

import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The sampler of MMRec: an epoch visits every training interaction once, in an order shuffled anew,
 * each with one uniform item outside the user's training set.
 *
 * <p>Interactions of users who interacted with every item are left out. An epoch has
 * ceil(interactions / batch size) batches; the last may be short.
 */
public final class InteractionSampler implements TripleSampler {
  private static final String ORDER = "triples.interaction.order";
  private static final String NEGATIVES = "triples.interaction.negatives";

  private final Interactions train;
  private final int batchSize;
  private final long seed;
  private final int[] users;
  private final int[] items;
  private volatile Order order;

  /** The order of one epoch; the array is not modified once it is here. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Order(int epoch, int[] permutation) {}

  /**
   * A sampler of the training interactions.
   *
   * @param batchSize triples per batch, at least 1
   * @throws InputException if no user has both a training item and an item left as a negative
   */
  public InteractionSampler(Interactions train, int batchSize, long seed) {
    this.train = train;
    this.batchSize = SamplerChecks.batchSize(batchSize);
    this.seed = seed;
    SamplerChecks.notEmpty(UserPool.of(train, 1, 1), train);
    int[] userIds = new int[train.size()];
    int[] itemIds = new int[train.size()];
    int count = 0;
    for (int user = 0; user < train.users(); user++) {
      if (train.degree(user) < train.items()) {
        for (int position = train.offset(user); position < train.offset(user + 1); position++) {
          userIds[count] = user;
          itemIds[count++] = train.item(position);
        }
      }
    }
    this.users = Arrays.copyOf(userIds, count);
    this.items = Arrays.copyOf(itemIds, count);
  }

  @Override
  public int batchesPerEpoch() {
    return (users.length - 1) / batchSize + 1;
  }

  @Override
  public Triples batch(int epoch, int index) {
    Objects.checkIndex(index, batchesPerEpoch());
    int[] permutation = permutation(epoch);
    RandomGenerator random = Seeds.generator(seed, NEGATIVES, epoch, index);
    int start = index * batchSize;
    int size = Math.min(batchSize, users.length - start);
    int[] batchUsers = new int[size];
    int[] positives = new int[size];
    int[] negatives = new int[size];
    for (int k = 0; k < size; k++) {
      int position = permutation[start + k];
      int user = users[position];
      batchUsers[k] = user;
      positives[k] = items[position];
      negatives[k] = train.absentItem(user, random.nextInt(train.items() - train.degree(user)));
    }
    return new Triples(batchUsers, positives, negatives);
  }

  /** The epoch's order, kept until another epoch is asked for. */
  private int[] permutation(int epoch) {
    Order current = order;
    if (current == null || current.epoch() != epoch) {
      current = new Order(epoch, shuffled(Seeds.generator(seed, ORDER, epoch), users.length));
      order = current;
    }
    return current.permutation();
  }

  private static int[] shuffled(RandomGenerator random, int size) {
    int[] permutation = new int[size];
    for (int k = 0; k < size; k++) {
      int other = random.nextInt(k + 1);
      permutation[k] = permutation[other];
      permutation[other] = k;
    }
    return permutation;
  }
}
