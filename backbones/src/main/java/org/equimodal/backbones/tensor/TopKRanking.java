package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.equimodal.datasets.Interactions;

/**
 * Ranks the whole catalogue for every user on the device: scores of a block of users, items to
 * leave out set to minus infinity, the best k kept. Users times items never exist at once. Equal
 * scores are ordered by the lower item id.
 */
public final class TopKRanking {

  /** Scores of a block and, where all rows have ties at the cut, a copy, sorted, with indices. */
  private static final int BYTES_PER_SCORE = 32;

  /** Users in a block, however much memory there is: enough rows to keep any GPU busy. */
  private static final int LARGEST_BLOCK = 4096;

  /** Groups of items, of which only the most promising are looked into. */
  private static final int GROUP_MEMBERS = 16;

  /** With fewer groups per place of the list it is not worth it. */
  private static final int GROUPS_PER_PLACE = 4;

  private final int k;
  private final long memoryBudgetBytes;
  private final Interactions[] leftOut;

  /** Takes lists as soon as they are made. */
  @FunctionalInterface
  public interface Lists {

    /**
     * Takes the list of one user.
     *
     * @param user whose it is
     * @param items best first, at most k and fewer where fewer items may be ranked
     * @param scores of those items
     */
    void accept(int user, int[] items, float[] scores);
  }

  /**
   * Prepares rankings.
   *
   * @param k length of a list
   * @param memoryBudgetBytes device memory that a block may take
   * @param leftOut per user, the items that are not ranked, such as the training items
   */
  public TopKRanking(int k, long memoryBudgetBytes, Interactions... leftOut) {
    this.k = k;
    this.memoryBudgetBytes = memoryBudgetBytes;
    this.leftOut = leftOut;
  }

  /**
   * Ranks all items for some users.
   *
   * @param users user rows, [n_u, D]
   * @param items item rows, [n_i, D]
   * @param which the users to rank for
   * @return row u is user u's list, best first, at most k long and shorter where fewer items may be
   *     ranked; null for other users
   */
  public int[][] rank(NDArray users, NDArray items, int[] which) {
    int[][] lists = new int[(int) users.getShape().get(0)][];
    rank(users, items, which, (user, best, scores) -> lists[user] = best);
    return lists;
  }

  /**
   * Ranks all items for some users and hands over one list after the other: only those of a block
   * exist at once.
   *
   * @param users user rows, [n_u, D]
   * @param items item rows, [n_i, D]
   * @param which the users to rank for
   * @param lists takes them in the order of {@code which}
   */
  public void rank(NDArray users, NDArray items, int[] which, Lists lists) {
    int itemCount = (int) items.getShape().get(0);
    boolean grouped = itemCount / GROUP_MEMBERS >= GROUPS_PER_PLACE * (k + 1);
    int members = grouped ? GROUP_MEMBERS : 1;
    try (StepScope scope = StepScope.inference(items.getManager(), new NDList(items))) {
      NDArray padded = padded(items, members);
      int block = blockSize((int) padded.getShape().get(0));
      for (int start = 0; start < which.length; start += block) {
        int[] ids = Arrays.copyOfRange(which, start, Math.min(which.length, start + block));
        rankBlock(users, padded, ids, itemCount, members, lists);
      }
    }
  }

  /** With zero rows up to a multiple. */
  private static NDArray padded(NDArray items, int multiple) {
    long missing = Math.floorMod(-items.getShape().get(0), (long) multiple);
    Shape padding = new Shape(missing, items.getShape().get(1));
    return missing == 0
        ? items
        : NDArrays.concat(
            new NDList(items, items.getManager().zeros(padding, items.getDataType())));
  }

  private int blockSize(int itemCount) {
    long fitting = memoryBudgetBytes / ((long) BYTES_PER_SCORE * itemCount);
    return (int) Math.max(1, Math.min(LARGEST_BLOCK, fitting));
  }

  private void rankBlock(
      NDArray users, NDArray items, int[] ids, int itemCount, int members, Lists lists) {
    try (StepScope scope =
        StepScope.inference(users.getManager(), new NDList(users), new NDList(items))) {
      NDManager manager = scope.manager();
      NDArray rows = users.get(manager.create(Arrays.stream(ids).asLongStream().toArray()));
      NDArray seen = manager.create(positionsLeftOut(ids, (int) items.getShape().get(0)));
      Kernels.RankedBlock ranked = Kernels.rank(rows, items, seen, k, itemCount, members);
      int width = (int) ranked.items().getShape().get(1);
      long[] best = ranked.items().toLongArray();
      float[] scores = ranked.scores().toType(DataType.FLOAT32, false).toFloatArray();
      for (int row = 0; row < ids.length; row++) {
        int length = 0;
        while (length < width && scores[row * width + length] != Float.NEGATIVE_INFINITY) {
          length++;
        }
        int[] list = new int[length];
        for (int rank = 0; rank < length; rank++) {
          list[rank] = (int) best[row * width + rank];
        }
        int first = row * width;
        lists.accept(ids[row], list, Arrays.copyOfRange(scores, first, first + length));
      }
    }
  }

  private long[] positionsLeftOut(int[] ids, int width) {
    int count = 0;
    for (Interactions interactions : leftOut) {
      for (int id : ids) {
        count += interactions.degree(id);
      }
    }
    long[] positions = new long[count];
    int next = 0;
    for (Interactions interactions : leftOut) {
      for (int row = 0; row < ids.length; row++) {
        int end = interactions.offset(ids[row] + 1);
        for (int p = interactions.offset(ids[row]); p < end; p++) {
          positions[next++] = (long) row * width + interactions.item(p);
        }
      }
    }
    return positions;
  }
}
