package org.equimodal.datasets;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the items look like in one modality: a matrix of 32-bit floats, [items, columns], row i for
 * item i. Immutable.
 *
 * <p>The rows lie in blocks of at most 1 GiB, so a matrix may be larger than a Java array can be.
 */
public final class ItemFeatures {
  private static final Logger LOGGER = LoggerFactory.getLogger(ItemFeatures.class);

  private final Modality modality;
  private final int rows;
  private final int columns;
  private final int blockRows;
  private final float[][] blocks;
  private final String sha256;
  private final Standardization standardization; // null if they are as they were read

  private ItemFeatures(
      Modality modality,
      int columns,
      int blockRows,
      float[][] blocks,
      String sha256,
      Standardization standardization) {
    this.modality = modality;
    this.rows = (blocks.length - 1) * blockRows + blocks[blocks.length - 1].length / columns;
    this.columns = columns;
    this.blockRows = blockRows;
    this.blocks = blocks;
    this.sha256 = sha256;
    this.standardization = standardization;
  }

  /**
   * Reads a {@code .npy} file: version 1.0, 2.0 or 3.0, dtype f2, f4 or f8 in either byte order, C
   * or Fortran order, two dimensions, any size. Warns of rows that are all zeros.
   *
   * @param standardize whether the features are {@link #standardized()}
   * @throws InputException if the file is missing, damaged, of another type, or holds NaN or
   *     infinity
   */
  public static ItemFeatures read(Modality modality, Path npy, boolean standardize) {
    return read(modality, npy, standardize, Problems.strict(LOGGER));
  }

  /** {@link #read(Modality, Path, boolean)} with at most {@code blockValues} values per block. */
  static ItemFeatures read(Modality modality, Path npy, boolean standardize, int blockValues) {
    return read(modality, npy, standardize, blockValues, Problems.strict(LOGGER));
  }

  /**
   * {@link #read(Modality, Path, boolean)}, whatever the values are.
   *
   * @param problems takes the first NaN or infinity and the warnings
   */
  static ItemFeatures read(Modality modality, Path npy, boolean standardize, Problems problems) {
    return read(modality, npy, standardize, NpyMatrix.BLOCK_VALUES, problems);
  }

  private static ItemFeatures read(
      Modality modality, Path npy, boolean standardize, int blockValues, Problems problems) {
    ItemFeatures features = of(modality, NpyMatrix.read(npy, blockValues));
    features.checkValues(npy, problems);
    return standardize ? features.standardizedInPlace() : features;
  }

  private static ItemFeatures of(Modality modality, NpyMatrix matrix) {
    return new ItemFeatures(
        modality, matrix.columns(), matrix.blockRows(), matrix.blocks(), matrix.sha256(), null);
  }

  /** The same blocks, whose values change. */
  private ItemFeatures standardizedInPlace() {
    Standardization own = standardization();
    own.apply(blocks);
    return new ItemFeatures(modality, columns, blockRows, blocks, sha256, own);
  }

  /**
   * Features from rows of equal length, which are copied.
   *
   * @throws IllegalArgumentException if there are no rows or columns, or rows of different lengths
   */
  public static ItemFeatures of(Modality modality, float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    requireShape(modality, rows.length, columns);
    int blockRows = Math.min(rows.length, NpyMatrix.BLOCK_VALUES / columns);
    float[][] blocks = NpyMatrix.allocate(rows.length, columns, blockRows);
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != columns) {
        throw new IllegalArgumentException(
            "features of %s: row %d has %d columns, row 0 has %d"
                .formatted(modality, row, rows[row].length, columns));
      }
      System.arraycopy(rows[row], 0, blocks[row / blockRows], row % blockRows * columns, columns);
    }
    return generated(modality, columns, blockRows, blocks);
  }

  /**
   * Features from one array of all rows, one after the other, which is copied.
   *
   * @throws IllegalArgumentException if the array does not have rows x columns values, or that is
   *     none
   */
  public static ItemFeatures of(Modality modality, int rows, int columns, float[] rowMajor) {
    requireShape(modality, rows, columns);
    if (rowMajor.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "features of %s: %d values are not %d x %d"
              .formatted(modality, rowMajor.length, rows, columns));
    }
    int blockRows = Math.min(rows, NpyMatrix.BLOCK_VALUES / columns);
    float[][] blocks = NpyMatrix.allocate(rows, columns, blockRows);
    for (int b = 0; b < blocks.length; b++) {
      System.arraycopy(rowMajor, b * blockRows * columns, blocks[b], 0, blocks[b].length);
    }
    return generated(modality, columns, blockRows, blocks);
  }

  private static void requireShape(Modality modality, int rows, int columns) {
    if (rows < 1 || columns < 1 || columns > NpyMatrix.BLOCK_VALUES) {
      throw new IllegalArgumentException(
          "features of %s: %d rows of %d columns".formatted(modality, rows, columns));
    }
  }

  private static ItemFeatures generated(
      Modality modality, int columns, int blockRows, float[][] blocks) {
    Sha256 hash = new Sha256().add(columns);
    for (float[] block : blocks) {
      for (float value : block) {
        hash.add(value);
      }
    }
    return new ItemFeatures(modality, columns, blockRows, blocks, hash.hex(), null);
  }

  /**
   * The features with every column shifted and scaled to mean 0 and (population) standard deviation
   * 1; constant columns become 0. Features that are standardised already are returned as they are.
   */
  public ItemFeatures standardized() {
    if (isStandardized()) {
      return this;
    }
    float[][] copy = blocks.clone();
    Arrays.setAll(copy, b -> blocks[b].clone());
    return new ItemFeatures(modality, columns, blockRows, copy, sha256, null).standardizedInPlace();
  }

  /**
   * These features and, in the rows after them, those of more items. Where these are standardised,
   * the others are by the same means and deviations, as if they had been there and changed nothing.
   *
   * @param npy features of more items, as {@link #read} takes them
   * @throws InputException if the file is missing, damaged, of another type or width, or holds NaN
   *     or infinity
   */
  public ItemFeatures followedBy(Path npy) {
    ItemFeatures more = of(modality, NpyMatrix.read(npy, NpyMatrix.BLOCK_VALUES));
    if (more.columns != columns) {
      throw new InputException(
          "%s has %d columns, the features of %s that the model learnt from have %d: make both alike"
              .formatted(npy, more.columns, modality, columns));
    }
    more.checkValues(npy, Problems.strict(LOGGER));
    if (isStandardized()) {
      standardization.apply(more.blocks);
    }
    int total = Math.addExact(rows, more.rows);
    int blockOfAll = Math.min(total, NpyMatrix.BLOCK_VALUES / columns);
    float[][] all = NpyMatrix.allocate(total, columns, blockOfAll);
    for (int row = 0; row < total; row++) {
      ItemFeatures part = row < rows ? this : more;
      int own = row < rows ? row : row - rows;
      System.arraycopy(
          part.blocks[own / part.blockRows],
          own % part.blockRows * columns,
          all[row / blockOfAll],
          row % blockOfAll * columns,
          columns);
    }
    String hash = new Sha256().add(sha256).add(more.sha256).hex();
    return new ItemFeatures(modality, columns, blockOfAll, all, hash, standardization);
  }

  /** What standardises these features' columns as they are. */
  public Standardization standardization() {
    return Standardization.of(blocks, columns);
  }

  /** The modality these features belong to. */
  public Modality modality() {
    return modality;
  }

  /** Number of rows, one per item. */
  public int rows() {
    return rows;
  }

  /** Number of columns, the features' width. */
  public int columns() {
    return columns;
  }

  /** Number of blocks. */
  public int blocks() {
    return blocks.length;
  }

  /** The first row of a block. */
  public int blockStart(int block) {
    return Objects.checkIndex(block, blocks.length) * blockRows;
  }

  /** The consecutive rows of a block, row-major; not a copy, so callers must not modify it. */
  public float[] block(int block) {
    return blocks[block];
  }

  /** The row of an item; a copy. */
  public float[] row(int item) {
    int start = Objects.checkIndex(item, rows) % blockRows * columns;
    return Arrays.copyOfRange(blocks[item / blockRows], start, start + columns);
  }

  /** The mean of all rows, summed in double precision: what a masked modality's items look like. */
  public float[] meanRow() {
    double[] means = Standardization.means(blocks, columns);
    float[] mean = new float[columns];
    for (int column = 0; column < columns; column++) {
      mean[column] = (float) means[column];
    }
    return mean;
  }

  /**
   * SHA-256, in lower-case hexadecimal, of the file's bytes, or of the values of generated
   * features. Standardised features keep that of the features they come from.
   */
  public String sha256() {
    return sha256;
  }

  /** Whether the columns are standardised. */
  public boolean isStandardized() {
    return standardization != null;
  }

  private void checkValues(Path npy, Problems problems) {
    boolean finite = true;
    int zeroRows = 0;
    for (int row = 0; row < rows; row++) {
      float[] block = blocks[row / blockRows];
      int start = row % blockRows * columns;
      boolean zero = true;
      for (int column = 0; column < columns; column++) {
        float value = block[start + column];
        if (finite && !Float.isFinite(value)) {
          finite = false;
          problems.fault(
              new InputException(
                  "%s, row %d, column %d (from 0) is %s%s; replace it, for example by the column's mean"
                      .formatted(
                          npy,
                          row,
                          column,
                          value,
                          Float.isNaN(value) ? "" : " or beyond the range of 32-bit floats")));
        }
        zero &= value == 0;
      }
      zeroRows += zero ? 1 : 0;
    }
    if (zeroRows == rows) {
      problems.warning(
          "%s: every feature of modality %s is zero; it can teach nothing"
              .formatted(npy, modality));
    } else if (zeroRows > 0) {
      problems.warning(
          "%s: %d of %d rows of modality %s are all zeros"
              .formatted(npy, zeroRows, rows, modality));
    }
  }

  @Override
  public String toString() {
    return "%s features [%d, %d]%s"
        .formatted(modality, rows, columns, isStandardized() ? ", standardised" : "");
  }
}
