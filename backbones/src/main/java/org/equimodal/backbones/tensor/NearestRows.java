package org.equimodal.backbones.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;

/**
 * The most similar rows, by cosine, of every row of a matrix, itself among them unless k lower rows
 * are as similar. A row of zeros has similarity 0 to all. Equal similarities are ordered by the
 * lower row.
 *
 * @param width how many each row has, k' = min(k, n)
 * @param ids rows, [n * k'], row-major, best first
 * @param similarities their cosines, [n * k'], which rounding may push a little beyond 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record NearestRows(int width, int[] ids, float[] similarities) {

  /**
   * Compares all rows on the device, in blocks: n x n never exists at once.
   *
   * @param rows float [n, d]; beside the blocks, a normalised copy of it exists for the time of the
   *     call
   * @param k how many to keep of each row
   * @param memoryBudgetBytes device memory that a block may take; a block has one row at least
   * @throws IllegalArgumentException if k is less than 1
   */
  public static NearestRows of(NDArray rows, int k, long memoryBudgetBytes) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be >= 1, was " + k);
    }
    int n = (int) rows.getShape().get(0);
    int width = Math.min(k, n);
    int size = Math.multiplyExact(n, width);
    NearestRows nearest = new NearestRows(width, new int[size], new float[size]);
    int block = blockSize(n, rows.getDataType(), memoryBudgetBytes);
    try (StepScope scope = StepScope.inference(rows.getManager(), new NDList(rows))) {
      NDArray unit = UnitRows.of(rows);
      for (int start = 0; start < n; start += block) {
        nearest.fill(scope.manager(), unit, start, Math.min(n, start + block));
      }
    }
    return nearest;
  }

  /** Scores of a block and, where many of them are equal, a copy, sorted, with its indices. */
  private static int blockSize(int n, DataType type, long memoryBudgetBytes) {
    long bytesPerRow = (3L * type.getNumOfBytes() + Long.BYTES) * n;
    return (int) Math.max(1, Math.min(n, memoryBudgetBytes / bytesPerRow));
  }

  private void fill(NDManager parent, NDArray unit, int start, int end) {
    try (StepScope scope = StepScope.inference(parent, new NDList(unit))) {
      NDArray block = unit.get(new NDIndex(start + ":" + end));
      NDArray nothing = scope.manager().create(new long[0]);
      Kernels.RankedBlock ranked =
          Kernels.rank(block, unit, nothing, width, (int) unit.getShape().get(0), 1);
      long[] best = ranked.items().toLongArray();
      float[] cosines = ranked.scores().toType(DataType.FLOAT32, false).toFloatArray();
      int first = start * width;
      for (int entry = 0; entry < best.length; entry++) {
        ids[first + entry] = (int) best[entry];
      }
      System.arraycopy(cosines, 0, similarities, first, cosines.length);
    }
  }
}
