package org.equimodal.datasets;

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
   * The part of every interaction, by its position: 0 training, 1 validation, 2 test. The draw of a
   * user depends on the seed and the user alone.
   */
  public static byte[] labels(Interactions all, long seed) {
    return HoldOut.labels(all, seed, STREAM, n -> heldOut(n) - test(n), LatticeSplit::test);
  }

  /** The three parts. */
  public static Split split(Interactions all, long seed) {
    byte[] labels = labels(all, seed);
    LabelledInteractions labelled = new LabelledInteractions(index -> "interaction " + index);
    for (int user = 0; user < all.users(); user++) {
      for (int position = all.offset(user); position < all.offset(user + 1); position++) {
        labelled.add(user, all.item(position), labels[position]);
      }
    }
    return labelled.split(all.users(), all.items());
  }
}
