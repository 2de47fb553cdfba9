package org.equimodal.datasets;

import java.util.random.RandomGenerator;

/**
 * The splitting rule of LATTICE (Zhang et al., 2021), which CKD's data follow: of a user's n
 * interactions h = 2 are held out if n &lt; 10, else floor(0.2 n), drawn uniformly; floor(h / 2) of
 * them are for test, the rest for validation. (MMRec uses the same h and rounds the other way.)
 *
 * <p>The rule is made for users with at least five interactions. A user with fewer than three keeps
 * all of them for training.
 */
public final class LatticeSplit {
  private static final String STREAM = "split.lattice";
  private static final int SMALLEST = 3;

  private LatticeSplit() {}

  /** Number of a user's n interactions held out for validation and test together. */
  public static int heldOut(int n) {
    if (n < SMALLEST) {
      return 0;
    }
    return n < 10 ? 2 : n / 5;
  }

  /**
   * Number of a user's n interactions held out for test; validation gets the others of {@link
   * #heldOut}.
   */
  public static int test(int n) {
    return heldOut(n) / 2;
  }

  /**
   * Splits every user's interactions; the draw of a user depends on the seed and the user alone.
   */
  public static Split split(Interactions all, long seed) {
    int[] labels = new int[all.size()];
    for (int user = 0; user < all.users(); user++) {
      int degree = all.degree(user);
      int held = heldOut(degree);
      int test = test(degree);
      RandomGenerator random = Seeds.generator(seed, STREAM, user);
      int[] drawn = distinct(random, degree, held);
      for (int k = 0; k < held; k++) {
        labels[all.offset(user) + drawn[k]] = k < test ? 2 : 1;
      }
    }
    LabelledInteractions labelled = new LabelledInteractions(index -> "interaction " + index);
    for (int user = 0; user < all.users(); user++) {
      for (int position = all.offset(user); position < all.offset(user + 1); position++) {
        labelled.add(user, all.item(position), labels[position]);
      }
    }
    return labelled.split(all.users(), all.items());
  }

  private static int[] distinct(RandomGenerator random, int n, int count) {
    int[] order = new int[n];
    for (int k = 0; k < n; k++) {
      order[k] = k;
    }
    int[] drawn = new int[count];
    for (int k = 0; k < count; k++) {
      int other = k + random.nextInt(n - k);
      drawn[k] = order[other];
      order[other] = order[k];
    }
    return drawn;
  }
}
