package org.equimodal.backbones.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.TestSeed;
import org.equimodal.backbones.ToyData;
import org.equimodal.backbones.tensor.Constants;
import org.equimodal.backbones.tensor.Matmul;
import org.equimodal.backbones.tensor.NearestRows;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimilarityGraphTest {

  private static final Modality VISUAL = new Modality(0, "visual");

  /**
   * Cosines 0.6 of items 0 and 1, 0.8 of 1 and 2, -0.6 of 1 and 3, -1 of 0 and 3, else 0. With k =
   * 2, r = (1.6, 1.8, 1.8, 1).
   */
  private static final ItemFeatures FOUR_ITEMS = features(5, 0, 3, 4, 0, 2, -1, 0);

  private static final float[] FOUR_ITEMS_WEIGHTS = {
    (float) (1 / 1.6),
    (float) (0.6 / Math.sqrt(1.6 * 1.8)),
    (float) (1 / 1.8),
    (float) (0.8 / 1.8),
    (float) (1 / 1.8),
    (float) (0.8 / 1.8),
    1,
    0
  };

  @TempDir Path folder;
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Features of two columns. */
  private static ItemFeatures features(float... rowMajor) {
    return ItemFeatures.of(VISUAL, rowMajor.length / 2, 2, rowMajor);
  }

  /** What a new process would make. */
  private SparseMatrix build(ItemFeatures features, int k, Path cache) {
    Constants constants = new Constants(manager, DataType.FLOAT32);
    NDArray onDevice =
        constants.matrix(features.rows(), features.columns(), (start, count) -> features.block(0));
    return new SimilarityGraph(constants, Optional.ofNullable(cache)).of(features, onDevice, k);
  }

  /** The matrix with its zeros, row-major. */
  private float[] dense(SparseMatrix matrix) {
    return matrix.times(manager.eye(matrix.edges().sources())).toFloatArray();
  }

  private static void assertClose(float[] actual, double... expected) {
    assertThat(actual).hasSize(expected.length).doesNotContain(Float.NaN);
    for (int k = 0; k < expected.length; k++) {
      assertThat((double) actual[k]).as("value %d", k).isCloseTo(expected[k], within(1e-6));
    }
  }

  private List<Path> cached() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void weighsWhatIsKept() {
    SparseMatrix matrix = build(FOUR_ITEMS, 2, null);
    assertThat(matrix.edges().count()).isEqualTo(8);
    assertThat(matrix.weights().toFloatArray()).containsExactly(FOUR_ITEMS_WEIGHTS, within(1e-6f));
    float[] w = FOUR_ITEMS_WEIGHTS;
    assertClose(
        dense(matrix),
        new double[] {w[0], w[1], 0, 0, 0, w[2], w[3], 0, 0, w[5], w[4], 0, 0, 0, 0, w[6]});
  }

  @Test
  void keepsAllItemsWhereThereAreFewerThanAskedFor() {
    assertThat(build(FOUR_ITEMS, 10, null).edges().count()).isEqualTo(16);
  }

  @Test
  void cutsOffAnItemWithoutFeatures() {
    SparseMatrix matrix = build(features(1, 0, 0, 0, -1, 0), 2, null);
    assertClose(dense(matrix), 1, 0, 0, 0, 0, 0, 0, 0, 1);
  }

  @Test
  void cutsOffAnItemWhoseSimilaritiesSumToLessThanZero() {
    SparseMatrix matrix = build(features(1, 0, -1, 0, -1, 0), 3, null);
    assertClose(dense(matrix), 0, 0, 0, 0, 1, 1, 0, 1, 1);
  }

  @Test
  void cachesInASingleFileInAFolderThatItMakes() throws IOException {
    Path made = folder.resolve("a").resolve("b");
    SparseMatrix first = build(FOUR_ITEMS, 2, made);
    try (Stream<Path> files = Files.list(made)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .singleElement()
          .asString()
          .matches("neighbours-[0-9a-f]{16}\\.bin");
    }
    SparseMatrix second = build(FOUR_ITEMS, 2, made);
    assertThat(dense(second)).isEqualTo(dense(first));
    assertThat(second.weights().toFloatArray()).isEqualTo(first.weights().toFloatArray());
  }

  @Test
  void readsTheCacheInsteadOfComparing() throws IOException {
    NeighbourFile file = NeighbourFile.in(folder, FOUR_ITEMS, 2);
    float[] halves = new float[8];
    Arrays.fill(halves, 0.5f);
    file.write(new NearestRows(2, new int[] {3, 2, 2, 1, 1, 0, 0, 3}, halves));
    assertClose(
        dense(build(FOUR_ITEMS, 2, folder)),
        0,
        0,
        0.5,
        0.5,
        0,
        0.5,
        0.5,
        0,
        0.5,
        0.5,
        0,
        0,
        0.5,
        0,
        0,
        0.5);
  }

  @Test
  void keepsAFilePerFeaturesAndPerK() {
    build(FOUR_ITEMS, 2, folder);
    build(FOUR_ITEMS, 3, folder);
    build(FOUR_ITEMS.standardized(), 2, folder);
    build(features(5, 0, 3, 4, 0, 2, -1, 1), 2, folder);
    assertThat(cached()).hasSize(4);
    assertThat(build(FOUR_ITEMS, 2, folder).weights().toFloatArray())
        .containsExactly(FOUR_ITEMS_WEIGHTS, within(1e-6f));
    assertThat(cached()).hasSize(4);
  }

  /** Changes a file of the four items with k = 2: 16 bytes, 8 ids, 8 similarities, 8 bytes. */
  private enum Damage {
    EMPTY {
      @Override
      byte[] damaged(byte[] whole) {
        return new byte[0];
      }
    },
    TRUNCATED {
      @Override
      byte[] damaged(byte[] whole) {
        return Arrays.copyOf(whole, whole.length - 1);
      }
    },
    LENGTHENED {
      @Override
      byte[] damaged(byte[] whole) {
        return Arrays.copyOf(whole, whole.length + 1);
      }
    },
    GARBAGE {
      @Override
      byte[] damaged(byte[] whole) {
        Arrays.fill(whole, (byte) 'x');
        return whole;
      }
    },
    OTHER_VERSION {
      @Override
      byte[] damaged(byte[] whole) {
        whole[7]++;
        return whole;
      }
    },
    OTHER_SIZES {
      @Override
      byte[] damaged(byte[] whole) {
        whole[11] = 2;
        whole[15] = 4;
        return whole;
      }
    },
    OTHER_ID {
      @Override
      byte[] damaged(byte[] whole) {
        whole[19] = 2;
        return whole;
      }
    },
    ID_OUT_OF_RANGE {
      @Override
      byte[] damaged(byte[] whole) {
        whole[19] = 4;
        return whole;
      }
    },
    NEGATIVE_ID {
      @Override
      byte[] damaged(byte[] whole) {
        whole[16] = -1;
        return whole;
      }
    },
    OTHER_SIMILARITY {
      @Override
      byte[] damaged(byte[] whole) {
        whole[50]++;
        return whole;
      }
    };

    abstract byte[] damaged(byte[] whole);
  }

  @ParameterizedTest
  @MethodSource("damages")
  void replacesADamagedFile(Damage damage) throws IOException {
    build(FOUR_ITEMS, 2, folder);
    Path file = cached().get(0);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, damage.damaged(whole.clone()));
    assertThat(Files.readAllBytes(file)).isNotEqualTo(whole);
    assertThat(build(FOUR_ITEMS, 2, folder).weights().toFloatArray())
        .containsExactly(FOUR_ITEMS_WEIGHTS, within(1e-6f));
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    assertThat(cached()).containsExactly(file);
  }

  static List<Damage> damages() {
    return List.of(Damage.values());
  }

  @Test
  void goesOnWithoutACacheThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    assertThat(build(FOUR_ITEMS, 2, file).weights().toFloatArray())
        .containsExactly(FOUR_ITEMS_WEIGHTS, within(1e-6f));
    Path occupied = NeighbourFile.in(folder, FOUR_ITEMS, 2).path();
    Files.createDirectories(occupied.resolve("in-the-way"));
    assertThat(build(FOUR_ITEMS, 2, folder).weights().toFloatArray())
        .containsExactly(FOUR_ITEMS_WEIGHTS, within(1e-6f));
    assertThat(cached()).containsExactlyInAnyOrder(file, occupied);
  }

  @Test
  void isMadeOncePerCatalogueModalityAndK() {
    Dataset dataset = ToyData.random(5, 9, 2, TestSeed.get());
    try (Catalogue catalogue =
        new Catalogue(
            dataset, Device.cpu(), DataType.FLOAT64, Matmul.FLOAT32, Optional.of(folder))) {
      Modality first = catalogue.modalities().get(0);
      Modality second = catalogue.modalities().get(1);
      SparseMatrix matrix = catalogue.similarItems(first, 3);
      assertThat(matrix.edges().count()).isEqualTo(27);
      assertThat(matrix.weights().getDataType()).isEqualTo(DataType.FLOAT64);
      int residents = catalogue.residents().size();
      assertThat(catalogue.residents()).contains(matrix.weights());
      assertThat(catalogue.similarItems(first, 3)).isSameAs(matrix);
      assertThat(catalogue.residents()).hasSize(residents);
      assertThat(catalogue.similarItems(first, 2)).isNotSameAs(matrix);
      assertThat(catalogue.similarItems(second, 3)).isNotSameAs(matrix);
      assertThat(cached()).hasSize(3);
    }
  }
}
