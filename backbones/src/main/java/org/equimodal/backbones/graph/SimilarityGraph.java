package org.equimodal.backbones.graph;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.equimodal.backbones.tensor.Constants;
import org.equimodal.backbones.tensor.Edges;
import org.equimodal.backbones.tensor.MemoryBudget;
import org.equimodal.backbones.tensor.NearestRows;
import org.equimodal.datasets.ItemFeatures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Which items are alike in a modality: K_m of MGCN (Yu et al., Multi-View Graph Convolutional
 * Network for Multimedia Recommendation, MM 2023). Every item keeps the k items of the largest
 * cosine similarity, itself among them unless k items of lower ids are equal to it; entry (i, j) is
 * {@code r_i^(-1/2) sim_ij r_j^(-1/2)} with r_i the sum of what i keeps, and is not made symmetric.
 *
 * <p>Unlike in MGCN, an item whose features are all zeros has similarity 0 instead of NaN, and
 * where r is not positive its factor is 0.
 *
 * <p>What is asked for is made once and, with a cache, once for all processes. The cache is a
 * convenience: where it fails, a warning is logged.
 */
public final class SimilarityGraph {

  private static final Logger LOGGER = LoggerFactory.getLogger(SimilarityGraph.class);

  private static final long NOTEWORTHY_MILLISECONDS = 1000;

  private final Constants constants;
  private final Optional<Path> cache;
  private final Map<Key, SparseMatrix> made = new HashMap<>();

  private record Key(int modality, int k) {}

  /**
   * Prepares.
   *
   * @param constants owner of everything made
   * @param cache folder to keep neighbours in, made when needed
   */
  public SimilarityGraph(Constants constants, Optional<Path> cache) {
    this.constants = constants;
    this.cache = cache;
  }

  /**
   * K_m, [n_i, n_i], with min(k, n_i) entries per row, the most similar item first.
   *
   * @param features F^m
   * @param onDevice the same on the device, [n_i, d_m]
   * @param k how many items each one keeps
   * @throws IllegalArgumentException if k is less than 1
   */
  public SparseMatrix of(ItemFeatures features, NDArray onDevice, int k) {
    Key key = new Key(features.modality().index(), k);
    return made.computeIfAbsent(key, absent -> matrix(nearest(features, onDevice, k)));
  }

  private NearestRows nearest(ItemFeatures features, NDArray onDevice, int k) {
    Optional<NeighbourFile> file = cache.map(folder -> NeighbourFile.in(folder, features, k));
    return file.flatMap(stored -> read(stored, features, k))
        .orElseGet(
            () -> {
              NearestRows nearest = compute(features, onDevice, k);
              file.ifPresent(target -> write(target, nearest));
              return nearest;
            });
  }

  private static Optional<NearestRows> read(NeighbourFile file, ItemFeatures features, int k) {
    if (!file.exists()) {
      return Optional.empty();
    }
    try {
      NearestRows nearest = file.read(features.rows(), Math.min(k, features.rows()));
      LOGGER.debug("similar items: modality={} k={} read={}", features.modality(), k, file.path());
      return Optional.of(nearest);
    } catch (IOException e) {
      LOGGER.warn("{} is of no use and will be replaced: {}", file.path(), e.toString());
      return Optional.empty();
    }
  }

  private static NearestRows compute(ItemFeatures features, NDArray onDevice, int k) {
    long start = System.nanoTime();
    NearestRows nearest = NearestRows.of(onDevice, k, MemoryBudget.of(onDevice.getDevice()));
    long milliseconds = (System.nanoTime() - start) / 1_000_000;
    Level level = milliseconds < NOTEWORTHY_MILLISECONDS ? Level.DEBUG : Level.INFO;
    LOGGER
        .atLevel(level)
        .log(
            "similar items: modality={} k={} milliseconds={}",
            features.modality(),
            k,
            milliseconds);
    return nearest;
  }

  private static void write(NeighbourFile file, NearestRows nearest) {
    try {
      file.write(nearest);
      LOGGER.debug("similar items: cached={}", file.path());
    } catch (IOException e) {
      LOGGER.warn("cannot write {}, going on without: {}", file.path(), e.toString());
    }
  }

  private SparseMatrix matrix(NearestRows nearest) {
    int width = nearest.width();
    int items = nearest.ids().length / width;
    int[] offsets = new int[items + 1];
    Arrays.setAll(offsets, item -> item * width);
    Edges edges = new Edges(constants, items, items, offsets, nearest.ids());
    return new SparseMatrix(edges, constants.vector(weights(nearest, items)));
  }

  private static float[] weights(NearestRows nearest, int items) {
    int width = nearest.width();
    double[] factors = new double[items];
    for (int item = 0; item < items; item++) {
      double degree = 0;
      for (int entry = item * width; entry < (item + 1) * width; entry++) {
        degree += nearest.similarities()[entry];
      }
      factors[item] = degree > 0 ? 1 / Math.sqrt(degree) : 0;
    }
    float[] weights = new float[nearest.ids().length];
    for (int entry = 0; entry < weights.length; entry++) {
      double both = factors[entry / width] * factors[nearest.ids()[entry]];
      weights[entry] = (float) (both * nearest.similarities()[entry]);
    }
    return weights;
  }
}
