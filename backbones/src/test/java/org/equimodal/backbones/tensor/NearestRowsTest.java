package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.equimodal.backbones.TestSeed;
import org.equimodal.datasets.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows of one or four entries of equal size, a power of two, make cosines exact and many of them
 * equal.
 */
class NearestRowsTest {

  private static final int ROWS = 41;
  private static final int WIDTH = 5;
  private static final int ZERO_ROW = 3;
  private static final int DUPLICATE = 30; // of row 0
  private static final long AMPLE = 1L << 30;
  private static final long BYTES_PER_ROW = 20L * ROWS;

  private final RandomGenerator random = Seeds.generator(TestSeed.get(), "nearest-rows-test");
  private final double[] values = values();
  private NDManager manager;
  private NDArray rows;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    rows = manager.create(values, new Shape(ROWS, WIDTH)).toType(DataType.FLOAT32, true);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private double[] values() {
    double[] drawn = new double[ROWS * WIDTH];
    for (int row = 0; row < ROWS; row++) {
      int skipped = random.nextInt(WIDTH);
      boolean single = random.nextInt(3) == 0;
      double size = Math.scalb(1.0, random.nextInt(-2, 3));
      for (int c = 0; c < WIDTH; c++) {
        boolean present = row != ZERO_ROW && single == (c == skipped);
        drawn[row * WIDTH + c] = present ? (random.nextBoolean() ? size : -size) : 0;
      }
    }
    System.arraycopy(drawn, 0, drawn, DUPLICATE * WIDTH, WIDTH);
    return drawn;
  }

  private static double cosine(double[] values, int i, int j) {
    double dot = 0;
    double squareI = 0;
    double squareJ = 0;
    for (int c = 0; c < WIDTH; c++) {
      dot += values[i * WIDTH + c] * values[j * WIDTH + c];
      squareI += values[i * WIDTH + c] * values[i * WIDTH + c];
      squareJ += values[j * WIDTH + c] * values[j * WIDTH + c];
    }
    return dot == 0 ? 0 : dot / Math.sqrt(squareI * squareJ);
  }

  private static int[] naive(double[] values, int row, int k) {
    double[] cosines = new double[ROWS];
    Arrays.setAll(cosines, other -> cosine(values, row, other));
    return IntStream.range(0, ROWS)
        .boxed()
        .sorted(Comparator.comparingDouble(other -> 0.0 - cosines[other]))
        .limit(k)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int[] ids(NearestRows nearest, int row) {
    int width = nearest.width();
    return Arrays.copyOfRange(nearest.ids(), row * width, (row + 1) * width);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 40, 41, 42, 1000})
  void findsWhatLoopsFind(int k) {
    NearestRows nearest = NearestRows.of(rows, k, AMPLE);
    assertThat(nearest.width()).isEqualTo(Math.min(k, ROWS));
    assertThat(nearest.ids()).hasSize(ROWS * nearest.width());
    assertThat(nearest.similarities()).hasSize(ROWS * nearest.width());
    for (int row = 0; row < ROWS; row++) {
      int[] expected = naive(values, row, k);
      assertThat(ids(nearest, row)).as("row %d, %s", row, TestSeed.message()).isEqualTo(expected);
      for (int rank = 0; rank < expected.length; rank++) {
        float similarity = nearest.similarities()[row * nearest.width() + rank];
        assertThat((double) similarity)
            .as("row %d, rank %d, %s", row, rank, TestSeed.message())
            .isEqualTo(0.0 + cosine(values, row, expected[rank]));
      }
    }
  }

  @Test
  void findsItselfAndItsDuplicateFirst() {
    NearestRows nearest = NearestRows.of(rows, ROWS, AMPLE);
    for (int row : new int[] {0, DUPLICATE}) {
      int[] ids = ids(nearest, row);
      int equals = 0;
      while (nearest.similarities()[row * ROWS + equals] == 1) {
        equals++;
      }
      assertThat(Arrays.copyOf(ids, equals)).contains(0, DUPLICATE).isSorted();
    }
  }

  @Test
  void givesARowOfZerosNoSimilarityToAnything() {
    NearestRows nearest = NearestRows.of(rows, 4, AMPLE);
    assertThat(ids(nearest, ZERO_ROW)).containsExactly(0, 1, 2, 3);
    for (int rank = 0; rank < 4; rank++) {
      assertThat(nearest.similarities()[ZERO_ROW * 4 + rank]).isZero();
    }
  }

  @Test
  void comparesDoublesAsDoubles() {
    double[] gaussians = new double[ROWS * WIDTH];
    Arrays.setAll(gaussians, k -> random.nextGaussian());
    NearestRows nearest =
        NearestRows.of(manager.create(gaussians, new Shape(ROWS, WIDTH)), 7, BYTES_PER_ROW * 10);
    for (int row = 0; row < ROWS; row++) {
      int[] expected = naive(gaussians, row, 7);
      assertThat(ids(nearest, row)).as(TestSeed.message()).isEqualTo(expected);
      for (int rank = 0; rank < 7; rank++) {
        assertThat((double) nearest.similarities()[row * 7 + rank])
            .isCloseTo(cosine(gaussians, row, expected[rank]), within(1e-7));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, BYTES_PER_ROW, BYTES_PER_ROW * 7 + 3, BYTES_PER_ROW * (ROWS - 1)})
  void findsTheSameWithLittleMemory(long budgetBytes) {
    NearestRows ample = NearestRows.of(rows, 10, AMPLE);
    NearestRows little = NearestRows.of(rows, 10, budgetBytes);
    assertThat(little.ids()).as(TestSeed.message()).isEqualTo(ample.ids());
    assertThat(little.similarities()).isEqualTo(ample.similarities());
  }

  @Test
  void comparesInAsManyBlocksAsTheBudgetAsksFor() {
    long before = Kernels.calls();
    NearestRows.of(rows, 10, BYTES_PER_ROW * 10 + 1);
    assertThat(Kernels.calls() - before).isEqualTo(1 + 5);
  }

  @Test
  void leavesNothingBehindAndHandsTheRowsBack() {
    float[] held = rows.toFloatArray();
    int before = manager.getManagedArrays().size();
    manager.cap();
    NearestRows.of(rows, 10, BYTES_PER_ROW * 10);
    assertThat(manager.getManagedArrays()).hasSize(before);
    try (StepScope scope = StepScope.inference(manager, new NDList(rows))) {
      NearestRows.of(rows, 10, AMPLE);
      assertThat(rows.getManager()).isSameAs(scope.manager());
    }
    assertThat(rows.getManager()).isSameAs(manager);
    assertThat(rows.toFloatArray()).isEqualTo(held);
  }

  @Test
  void refusesToKeepNothing() {
    assertThatThrownBy(() -> NearestRows.of(rows, 0, AMPLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k must be >= 1, was 0");
  }
}
